package com.example.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on 127.0.0.1 that can go down and come up again on the same port, on
 * daemon threads only.
 */
final class LocalHttpServer implements AutoCloseable {

	private static final String NODELAY = "sun.net.httpserver.nodelay";

	private static final int MAX_THREADS = 64;

	private static final int BIND_ATTEMPTS = 40;

	static {
		// JDK-7068416: without it every small answer waits about 40 ms for an
		// acknowledgement; the JDK reads it once, when its server class loads
		if (System.getProperty(NODELAY) == null) {
			System.setProperty(NODELAY, "true");
		}
	}

	private final Object lifecycle = new Object();

	private final HttpHandler handler;

	private final ThreadPoolExecutor threads;

	private final int port;

	private @Nullable HttpServer server;

	LocalHttpServer(String name, int port, HttpHandler handler) {
		this.handler = handler;
		this.threads = daemonThreads(name);
		try {
			HttpServer first = bind(port);
			this.port = first.getAddress().getPort();
			this.server = serve(first);
		}
		catch (IOException ex) {
			this.threads.shutdownNow();
			throw new UncheckedIOException("Cannot listen on 127.0.0.1:" + port, ex);
		}
	}

	int port() {
		return this.port;
	}

	boolean isUp() {
		synchronized (this.lifecycle) {
			return this.server != null;
		}
	}

	void up() {
		synchronized (this.lifecycle) {
			if (this.threads.isShutdown()) {
				throw new IllegalStateException("Closed");
			}
			if (this.server == null) {
				this.server = serve(bindAgain());
			}
		}
	}

	/**
	 * Stop listening and cut the open connections; returns when the port refuses.
	 */
	void down() {
		synchronized (this.lifecycle) {
			if (this.server != null) {
				this.server.stop(0);
				this.server = null;
			}
		}
	}

	@Override
	public void close() {
		down();
		this.threads.shutdownNow();
	}

	/**
	 * While the server is down any outgoing connection of the machine may own the port
	 * for a moment, so a taken port is tried again for a while.
	 */
	private HttpServer bindAgain() {
		for (int attempt = 1;; attempt++) {
			try {
				return bind(this.port);
			}
			catch (BindException ex) {
				if (attempt == BIND_ATTEMPTS) {
					throw new UncheckedIOException("Cannot listen again on 127.0.0.1:" + this.port, ex);
				}
				pause();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	private HttpServer serve(HttpServer fresh) {
		fresh.createContext("/", this.handler);
		fresh.setExecutor(this.threads);
		try {
			// the JDK's dispatcher inherits "daemon" from the thread that starts it
			this.threads.submit(fresh::start).get();
			return fresh;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while starting", ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("Cannot start", ex.getCause());
		}
	}

	private static HttpServer bind(int port) throws IOException {
		return HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }), port),
				256);
	}

	private static void pause() {
		try {
			Thread.sleep(50);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for the port", ex);
		}
	}

	private static ThreadPoolExecutor daemonThreads(String name) {
		AtomicInteger count = new AtomicInteger();
		ThreadPoolExecutor pool = new ThreadPoolExecutor(MAX_THREADS, MAX_THREADS, 30, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(4096), (task) -> {
					Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				}, new ThreadPoolExecutor.CallerRunsPolicy());
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

}
