package com.example.demo;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import com.example.demo.BilledBytes.CallFacts;
import com.sun.net.httpserver.HttpExchange;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes one answer, through a tee, and hands what was written to the invoice.
 */
final class ProviderCall {

	private static final String JSON = "application/json";

	private static final String EVENT_STREAM = "text/event-stream; charset=utf-8";

	private final HttpExchange exchange;

	private final DemoInvoice invoice;

	private final String wire;

	private final @Nullable String requestedModel;

	ProviderCall(HttpExchange exchange, DemoInvoice invoice, String wire, @Nullable String requestedModel) {
		this.exchange = exchange;
		this.invoice = invoice;
		this.wire = wire;
		this.requestedModel = requestedModel;
	}

	void json(int status, JsonNode answer) throws IOException {
		byte[] bytes = DemoJson.bytes(answer);
		this.exchange.getResponseHeaders().set("Content-Type", JSON);
		WrittenBytes body = open(status, bytes.length);
		int last = bytes.length - 1;
		try {
			body.write(bytes, 0, last);
			body.flush();
		}
		catch (IOException ex) {
			this.invoice.add(facts(), body);
			throw ex;
		}
		this.invoice.settle(facts(), body, () -> {
			body.write(bytes[last]);
			body.flush();
		});
	}

	void events(List<String> frames, Duration pause) throws IOException {
		this.exchange.getResponseHeaders().set("Content-Type", EVENT_STREAM);
		this.exchange.getResponseHeaders().set("Cache-Control", "no-cache");
		WrittenBytes body = open(200, 0);
		int last = frames.size() - 1;
		try {
			for (String frame : frames.subList(0, last)) {
				write(body, frame);
				sleep(pause);
			}
		}
		catch (IOException ex) {
			this.invoice.add(facts(), body);
			throw ex;
		}
		this.invoice.settle(facts(), body, () -> write(body, frames.get(last)));
	}

	private WrittenBytes open(int status, long length) throws IOException {
		try {
			this.exchange.sendResponseHeaders(status, length);
			return new WrittenBytes(this.exchange.getResponseBody());
		}
		catch (IOException ex) {
			this.invoice.add(facts(), new WrittenBytes(OutputStream.nullOutputStream()));
			throw ex;
		}
	}

	private CallFacts facts() {
		String type = this.exchange.getResponseHeaders().getFirst("Content-Type");
		return new CallFacts(this.wire, this.requestedModel, this.exchange.getResponseCode(),
				type.startsWith("text/event-stream"));
	}

	private static void write(WrittenBytes body, String frame) throws IOException {
		body.write(frame.getBytes(StandardCharsets.UTF_8));
		body.flush();
	}

	private static void sleep(Duration pause) throws IOException {
		try {
			Thread.sleep(pause.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Closed in the middle of an answer");
		}
	}

}
