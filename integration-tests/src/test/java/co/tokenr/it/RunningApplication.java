package co.tokenr.it;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.example.demo.DemoProvider;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A {@link TrackedApplication} that runs in this JVM, with a web server of its own.
 *
 * @param context its context
 */
public record RunningApplication(ConfigurableApplicationContext context) implements AutoCloseable {

	/**
	 * Starts it.
	 * @param provider answers the clients
	 * @param trackUrl where events go
	 * @param sources further configuration
	 * @param initializer does something before the context is refreshed
	 * @param properties further properties, as {@code name=value}
	 */
	static RunningApplication start(DemoProvider provider, String trackUrl, List<Class<?>> sources,
			ApplicationContextInitializer<ConfigurableApplicationContext> initializer, String... properties) {
		Map<String, String> all = new LinkedHashMap<>();
		// the sample's application.yml is on the class path, and not meant
		all.put("spring.config.name", "tracked-application");
		all.put("spring.application.name", "tracked-application");
		all.put("server.port", "0");
		all.put("server.address", "127.0.0.1");
		all.put("spring.ai.openai.base-url", provider.openAiBaseUrl());
		all.put("spring.ai.openai.api-key", "openai-key");
		all.put("spring.ai.openai.chat.model", "gpt-4o-mini");
		all.put("spring.ai.anthropic.base-url", provider.anthropicBaseUrl());
		all.put("spring.ai.anthropic.api-key", "anthropic-key");
		all.put("spring.ai.anthropic.chat.model", "claude-sonnet-4-5");
		all.put("tokenr.url", trackUrl);
		all.put("tokenr.token", "demo-token");
		all.put("management.endpoints.web.exposure.include", "*");
		all.put("management.endpoint.health.show-details", "always");
		all.put("logging.level.org.springframework.ai.chat.model.MessageAggregator", "off");
		for (String property : properties) {
			int equals = property.indexOf('=');
			all.put(property.substring(0, equals), property.substring(equals + 1));
		}
		return new RunningApplication(
				new SpringApplicationBuilder(TrackedApplication.class).sources(sources.toArray(Class<?>[]::new))
					.initializers(initializer)
					.web(WebApplicationType.SERVLET)
					.registerShutdownHook(false)
					.run(all.entrySet().stream().map((property) -> "--" + property).toArray(String[]::new)));
	}

	/**
	 * Starts it.
	 * @param provider answers the clients
	 * @param trackUrl where events go
	 * @param properties further properties, as {@code name=value}
	 */
	public static RunningApplication start(DemoProvider provider, String trackUrl, String... properties) {
		return start(provider, trackUrl, List.of(), (context) -> {
		}, properties);
	}

	ChatClient client(String name) {
		return this.context.getBean(name, ChatClient.class);
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	RecordingListener listener() {
		return bean(RecordingListener.class);
	}

	LocalHttp http() {
		return new LocalHttp(port());
	}

	public int port() {
		return ((WebServerApplicationContext) this.context).getWebServer().getPort();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
