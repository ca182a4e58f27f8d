package co.tokenr.it.scaling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import co.tokenr.SeededRandom;
import co.tokenr.Tokenr;
import co.tokenr.it.scaling.RecordedUsage.Sums;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of {@code docs/scaling.md} with a real broker and a real database: what it
 * adds up is what was recorded, whatever happens between the two.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KafkaAggregationIntegrationTests {

	private static final Log logger = LogFactory.getLog(KafkaAggregationIntegrationTests.class);

	private static final int EVENTS = Integer.getInteger("scaling.events", 1000);

	private static final int FLUSH = 2000;

	private static final String[] MODELS = { "gpt-4o", "gpt-4o-mini", "gpt-5-mini", "desk-faq-7b" };

	private static final RecordedUsage recorded = new RecordedUsage();

	private static final AtomicInteger delivered = new AtomicInteger();

	private static final SeededRandom random = SeededRandom.create();

	private static final EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 4, "llm-usage");

	private static EmbeddedPostgres postgres;

	private static JdbcTemplate jdbc;

	@BeforeAll
	static void start() throws IOException {
		broker.afterPropertiesSet();
		postgres = EmbeddedPostgres.start();
		jdbc = new JdbcTemplate(postgres.getPostgresDatabase());
		jdbc.execute(resource("usage-by-hour.sql"));
	}

	@AfterAll
	static void stop() throws IOException {
		postgres.close();
		broker.destroy();
	}

	@Test
	void addsUpExactlyWhatTwoInstancesRecorded() {
		try (ConfigurableApplicationContext consumer = consumer()) {
			CompletableFuture
				.allOf(CompletableFuture.runAsync(() -> instance("shop-1")),
						CompletableFuture.runAsync(() -> instance("shop-2")))
				.join();
			awaitAll();
		}
		assertThat(added()).isEqualTo(recorded.byHour());
	}

	@Test
	void countsNoEventTwiceWhereRecordsComeAgain() {
		instance("shop-1");
		int before = delivered.get();
		long start = System.nanoTime();
		// takes in all there is, and forgets that it has
		try (ConfigurableApplicationContext forgetful = consumer("--spring.kafka.listener.ack-mode=manual")) {
			awaitAll();
		}
		int again = delivered.get();
		logger.info((again - before) + " events from the start of the application to its end, in "
				+ (System.nanoTime() - start) / 1_000_000 + " ms");
		try (ConfigurableApplicationContext one = consumer(); ConfigurableApplicationContext other = consumer()) {
			instance("shop-2");
			awaitAll();
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.until(() -> delivered.get() - again >= again - before + EVENTS);
		}
		assertThat(added()).isEqualTo(recorded.byHour());
	}

	@Test
	void losesNothingWhileTheDatabaseTakesNothing() throws Exception {
		jdbc.execute("alter table usage_by_hour rename to away");
		try (ConfigurableApplicationContext consumer = consumer()) {
			int before = delivered.get();
			instance("shop-1");
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> delivered.get() > before);
			TimeUnit.SECONDS.sleep(2);
			jdbc.execute("alter table away rename to usage_by_hour");
			awaitAll();
		}
		assertThat(added()).isEqualTo(recorded.byHour());
	}

	@Test
	void isTheCodeThatTheDocumentShows() throws IOException {
		String source = Files.readString(Path.of("src/test/java/co/tokenr/it/scaling/UsageByHour.java"));
		String code = source.substring(source.indexOf("@Component")).replace("\t", "    ");
		assertThat(Files.readString(Path.of("..", "docs", "scaling.md"))).contains("```java\n" + code + "```")
			.contains("```sql\n" + resource("usage-by-hour.sql") + "```");
	}

	/** An application that is tracked, from its start to its orderly end. */
	private static void instance(String name) {
		try (ConfigurableApplicationContext instance = application(Instance.class, name)
			.properties("tokenr.export.kafka.enabled=true")
			.run()) {
			Tokenr tokenr = instance.getBean(Tokenr.class);
			for (int i = 1; i <= EVENTS; i++) {
				track(tokenr);
				if (i % FLUSH == 0 || i == EVENTS) {
					assertThat(tokenr.flush(Duration.ofMinutes(1)).waiting()).isZero();
				}
			}
		}
	}

	private static void track(Tokenr tokenr) {
		tokenr.track("openai", MODELS[random.nextInt(MODELS.length)], (call) -> {
			call.requestedAt(
					Instant.parse("2026-10-15T09:00:00Z").plusNanos(random.nextLong(6 * 3600 * 1_000_000_000L)))
				.inputTokens(random.nextInt(5000))
				.outputTokens(random.nextInt(1000));
			if (random.nextInt(5) > 0) {
				call.customer("customer-" + random.nextInt(20));
			}
		});
	}

	private static ConfigurableApplicationContext consumer(String... arguments) {
		return application(Consumer.class, "usage-by-hour")
			.properties("spring.datasource.type=" + SimpleDriverDataSource.class.getName(),
					"spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"))
			.run(arguments);
	}

	private static SpringApplicationBuilder application(Class<?> source, String name) {
		return new SpringApplicationBuilder(source).web(WebApplicationType.NONE)
			.properties("spring.config.name=" + name, "spring.application.name=" + name,
					"spring.ai.openai.api-key=none", "spring.ai.anthropic.api-key=none",
					"spring.kafka.bootstrap-servers=" + broker.getBrokersAsString());
	}

	private static void awaitAll() {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.untilAsserted(() -> assertThat(jdbc.queryForObject("select count(*) from usage_event", Integer.class))
				.isEqualTo(recorded.size()));
	}

	private static Map<List<Object>, Sums> added() {
		Map<List<Object>, Sums> sums = new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
		jdbc.query("select * from usage_by_hour", KafkaAggregationIntegrationTests::added)
			.forEach((row) -> sums.put(row.getKey(), row.getValue()));
		return sums;
	}

	private static Map.Entry<List<Object>, Sums> added(ResultSet row, int number) throws SQLException {
		return Map.entry(
				List.of(row.getTimestamp("hour").toInstant(), row.getString("customer"), row.getString("model"),
						row.getString("currency")),
				new Sums(row.getLong("calls"), row.getLong("unpriced"), row.getLong("input_tokens"),
						row.getLong("output_tokens"), row.getBigDecimal("cost")));
	}

	private static String resource(String name) {
		try (var content = KafkaAggregationIntegrationTests.class.getResourceAsStream(name)) {
			return new String(content.readAllBytes());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A tracked application.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Instance {

		@Bean
		RecordedUsage recordedUsage() {
			return recorded;
		}

	}

	/**
	 * The application that adds up.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
			KafkaAutoConfiguration.class })
	@Import(UsageByHour.class)
	static class Consumer {

		@Bean
		BatchInterceptor<Object, Object> counting() {
			return (records, consumer) -> {
				delivered.addAndGet(((ConsumerRecords<?, ?>) records).count());
				return records;
			};
		}

	}

}
