package co.tokenr.benchmark.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import co.tokenr.Tokenr;
import co.tokenr.report.BatchListener;
import co.tokenr.report.ReporterStatus;
import co.tokenr.report.UsageReporter;
import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.UsageRecorder;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.util.Assert;

/**
 * An application with the starter as it comes, whose calls are recorded by hand. Hands
 * over no more than may wait, so that nothing is dropped.
 */
final class LoadApplication implements AutoCloseable {

	/** Less than the default capacity, which is 8192. */
	static final int MOST_WAITING = 8000;

	private final ConfigurableApplicationContext context;

	private final UsageRecorder recorder;

	private final AtomicLong delivered;

	private long recorded;

	private LoadApplication(ConfigurableApplicationContext context) {
		this.context = context;
		this.recorder = context.getBean(UsageRecorder.class);
		this.delivered = context.getBean(AtomicLong.class);
	}

	/**
	 * Starts an application.
	 * @param configuration further configuration
	 * @param properties its properties, such as {@code tokenr.token=abc}
	 * @return the application
	 */
	static LoadApplication start(Class<?> configuration, String... properties) {
		String[] common = { "spring.main.banner-mode=off", "logging.level.root=error",
				"logging.level.co.tokenr.benchmark=info", "spring.jmx.enabled=false", "spring.application.name=load" };
		return new LoadApplication(
				new SpringApplicationBuilder(Configuration.class, configuration).web(WebApplicationType.NONE)
					.properties(Stream.concat(Arrays.stream(common), Arrays.stream(properties)).toArray(String[]::new))
					.run());
	}

	/**
	 * Records a call, after a wait where too many wait for their delivery.
	 * @param call the call
	 */
	void record(CapturedCall call) {
		awaitRoom(MOST_WAITING);
		this.recorder.record(call);
		this.recorded++;
	}

	/** Records calls one after another without a look at anything else. */
	void recordAll(CapturedCall[] calls) {
		for (CapturedCall call : calls) {
			this.recorder.record(call);
		}
		this.recorded += calls.length;
	}

	/** Waits until no more than some events are on their way. */
	void awaitRoom(long most) {
		while (this.recorded - this.delivered.get() > most) {
			LockSupport.parkNanos(500_000);
		}
	}

	void flush() {
		this.context.getBean(Tokenr.class).flush(Duration.ofMinutes(1));
	}

	/** Fails if an event that was recorded has not been delivered, to each target. */
	void requireNothingLost() {
		for (ReporterStatus status : this.context.getBean(UsageReporter.class).statuses()) {
			Assert.state(status.sent() == this.recorded && status.recorded() == this.recorded,
					() -> this.recorded + " were recorded, but " + status);
		}
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** What every application here has. */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Configuration {

		@Bean
		AtomicLong delivered() {
			return new AtomicLong();
		}

		@Bean
		BatchListener deliveredListener(AtomicLong delivered) {
			return (target, size, duration, success) -> {
				if (success) {
					delivered.addAndGet(size);
				}
			};
		}

	}

}
