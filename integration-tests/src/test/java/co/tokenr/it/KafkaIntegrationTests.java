package co.tokenr.it;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import co.tokenr.attribution.Attribution;
import co.tokenr.report.ReporterSettings;
import co.tokenr.report.StoredEvent;
import co.tokenr.report.UsageReporter;
import co.tokenr.report.target.kafka.KafkaTarget;
import co.tokenr.usage.Cost;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.Origin;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageSource;
import kafka.server.BrokerServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.kafka.test.utils.KafkaTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real broker, in this process.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KafkaIntegrationTests {

	private static final Log logger = LogFactory.getLog(KafkaIntegrationTests.class);

	private static final String TOPIC = "llm-usage";

	private final EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 2, TOPIC);

	private ConfigurableApplicationContext application;

	@BeforeEach
	void start() {
		this.broker.afterPropertiesSet();
		this.application = new SpringApplicationBuilder(BareApplication.class).web(WebApplicationType.NONE)
			.run("--spring.kafka.bootstrap-servers=" + this.broker.getBrokersAsString(),
					"--tokenr.export.kafka.enabled=true", "--tokenr.export.kafka.send-timeout=2s");
	}

	@AfterEach
	void stop() {
		this.application.close();
		this.broker.destroy();
	}

	@Test
	void sendsTheStoredEventKeyedByItsCustomer() throws Exception {
		UsageEvent event = event("acme", "x");
		target().deliver(List.of(StoredEvent.of(event), StoredEvent.of(event(null, "x"))));
		List<ConsumerRecord<String, byte[]>> records = records(2);
		ConsumerRecord<String, byte[]> keyed = records.stream().filter((it) -> it.key() != null).findFirst().get();
		assertThat(keyed.key()).isEqualTo("acme");
		assertThat(keyed.value()).isEqualTo(StoredEvent.of(event).json());
		assertThat(new String(keyed.headers().lastHeader("event_id").value(), StandardCharsets.US_ASCII))
			.isEqualTo(event.id().toString());
	}

	@Test
	void anEventThatIsTooLargeTakesNoOtherWithIt() throws Exception {
		var result = target().deliver(List.of(StoredEvent.of(event("a", "x")),
				StoredEvent.of(event("b", "x".repeat(1_100_000))), StoredEvent.of(event("c", "x"))));
		assertThat(List.of(result.outcome(0).kind().name(), result.outcome(1).kind().name(),
				result.outcome(2).kind().name()))
			.containsExactly("ACCEPTED", "REJECTED", "ACCEPTED");
		assertThat(result.outcome(1).reason()).isEqualTo("too_large");
		records(2);
	}

	@Test
	void everyEventOfARunArrivesThoughTheBrokerStopsInTheMiddleAndNoCallerWaits() throws Exception {
		UsageReporter reporter = new UsageReporter(target(),
				ReporterSettings.builder()
					.flushInterval(Duration.ofMillis(20))
					.initialInterval(Duration.ofMillis(50))
					.maxInterval(Duration.ofMillis(200))
					.build());
		reporter.start();
		BrokerServer server = (BrokerServer) this.broker.getCluster().brokers().get(0);
		Set<String> recorded = new LinkedHashSet<>();
		List<Long> nanos = new ArrayList<>();
		record(reporter, 1000, recorded, nanos);
		server.shutdown();
		server.awaitShutdown();
		record(reporter, 1000, recorded, nanos);
		assertThat(reporter.status().waiting()).as("waiting while the broker is down").isPositive();
		server.startup();
		record(reporter, 1000, recorded, nanos);
		assertThat(reporter.flush(Duration.ofMinutes(2)).waiting()).isZero();
		assertThat(reporter.status().sent()).isEqualTo(3000);
		assertThat(reporter.status().dropped()).isEmpty();
		List<String> arrived = records(3000).stream()
			.map((it) -> new String(it.headers().lastHeader("event_id").value(), StandardCharsets.US_ASCII))
			.toList();
		assertThat(Set.copyOf(arrived)).isEqualTo(recorded);
		nanos.sort(null);
		long p99 = nanos.get(nanos.size() * 99 / 100);
		long max = nanos.get(nanos.size() - 1);
		logger.info("recorded " + recorded.size() + ", arrived " + arrived.size() + ", retries "
				+ reporter.status().retries() + ", caller p99 " + p99 / 1000 + " us, max " + max / 1000 + " us");
		assertThat(Duration.ofNanos(p99)).isLessThan(Duration.ofMillis(5));
		assertThat(Duration.ofNanos(max)).isLessThan(Duration.ofMillis(500));
		reporter.stop();
	}

	/** About a thousand a second, so that the run spans what happens to the broker. */
	private static void record(UsageReporter reporter, int count, Set<String> recorded, List<Long> nanos)
			throws InterruptedException {
		for (int i = 0; i < count; i++) {
			UsageEvent event = event("customer-" + i % 7, "x");
			recorded.add(event.id().toString());
			long start = System.nanoTime();
			reporter.onUsage(event);
			nanos.add(System.nanoTime() - start);
			TimeUnit.MILLISECONDS.sleep(1);
		}
	}

	private KafkaTarget target() {
		return this.application.getBean(KafkaTarget.class);
	}

	private List<ConsumerRecord<String, byte[]>> records(int atLeast) {
		Map<String, Object> configuration = new HashMap<>(
				KafkaTestUtils.consumerProps(this.broker, "group-" + System.nanoTime(), true));
		configuration.put("auto.offset.reset", "earliest");
		List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
		try (Consumer<String, byte[]> consumer = new DefaultKafkaConsumerFactory<>(configuration,
				new StringDeserializer(), new ByteArrayDeserializer())
			.createConsumer()) {
			consumer.subscribe(List.of(TOPIC));
			long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
			while (records.size() < atLeast && System.nanoTime() < deadline) {
				consumer.poll(Duration.ofMillis(200)).forEach(records::add);
			}
		}
		assertThat(records).hasSizeGreaterThanOrEqualTo(atLeast);
		return records;
	}

	private static UsageEvent event(String customer, String responseId) {
		LlmCall call = LlmCall.builder("test")
			.provider("openai")
			.requestModel("gpt-4o")
			.responseId(responseId)
			.usage(TokenCounts.builder().input(100L).output(7L).build(), UsageSource.PROVIDER)
			.build();
		return new UsageEvent(call, Attribution.builder().customer(customer).build(), Cost.UNPRICED,
				new Origin("shop", "test", "i-1"));
	}

}
