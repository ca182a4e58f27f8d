package co.tokenr.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import co.tokenr.attribution.Attribution;
import co.tokenr.report.ReporterStatus;
import co.tokenr.report.UsageReporter;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * The starter with everything on: a collector, a ledger in a database, a spool, the
 * dashboard, a listener and five tags.
 */
final class Starter implements AutoCloseable {

	/** Five tags beside agent, feature and team. */
	static final Attribution ATTRIBUTION = Attribution.builder()
		.agent("support")
		.feature("answers")
		.team("care")
		.tag("channel", "web")
		.tag("release", "7.2")
		.tag("region", "eu")
		.tag("plan", "pro")
		.tag("experiment", "b")
		.build();

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final Loopback collector = new Loopback();

	private final Path spool;

	private final String database = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

	private final ConfigurableApplicationContext context;

	Starter(Map<String, Object> properties) {
		try {
			this.spool = Files.createTempDirectory("tokenr-benchmark");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Map<String, Object> all = new LinkedHashMap<>();
		all.put("spring.application.name", "benchmark");
		all.put("spring.main.banner-mode", "off");
		all.put("logging.level.root", "warn");
		all.put("server.port", 0);
		all.put("server.address", "127.0.0.1");
		all.put("management.endpoints.web.exposure.include", "*");
		all.put("tokenr.token", "benchmark");
		all.put("tokenr.url", this.collector.uri("/api/v1").toString());
		all.put("tokenr.reporter.spool.directory", this.spool.toString());
		all.put("tokenr.ledger.type", "jdbc");
		all.put("tokenr.ledger.jdbc.url", this.database);
		all.putAll(properties);
		SpringApplication application = new SpringApplication(StarterApplication.class);
		application.setDefaultProperties(all);
		this.context = application.run();
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/**
	 * Waits until all targets and the listener have every event, and says so if not.
	 * @param events how many were recorded
	 */
	void settle(long events) {
		bean(UsageReporter.class).flush(PATIENCE);
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (arrived() < events && System.nanoTime() < deadline) {
			TrackedClient.pause();
		}
		for (ReporterStatus status : bean(UsageReporter.class).statuses()) {
			TrackedClient.check("Sent to " + status.target(), events, status.sent());
		}
		TrackedClient.check("The collector", events, this.collector.events());
		TrackedClient.check("The listener", events, bean(StarterApplication.Heard.class).events());
	}

	private long arrived() {
		return Math.min(this.collector.events(), bean(StarterApplication.Heard.class).events());
	}

	/**
	 * Says so if the ledger has not got every event, each with its price.
	 * @param events how many were recorded
	 */
	void checkLedger(long events) {
		try (Connection connection = DriverManager.getConnection(this.database);
				Statement statement = connection.createStatement();
				ResultSet count = statement.executeQuery("SELECT count(*), count(amount) FROM tokenr_usage_event")) {
			count.next();
			TrackedClient.check("The ledger", events, count.getLong(1));
			TrackedClient.check("Prices in the ledger", events, count.getLong(2));
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
		this.collector.close();
		try {
			FileSystemUtils.deleteRecursively(this.spool);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
