package co.tokenr.it;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
record RunningApplication(ConfigurableApplicationContext context) implements AutoCloseable {

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
		List<String> all = new ArrayList<>(List.of(
				// the sample's application.yml is on the class path, and not meant
				"spring.config.name=tracked-application", "spring.application.name=tracked-application",
				"server.port=0", "server.address=127.0.0.1", "spring.ai.openai.base-url=" + provider.openAiBaseUrl(),
				"spring.ai.openai.api-key=openai-key", "spring.ai.openai.chat.model=gpt-4o-mini",
				"spring.ai.anthropic.base-url=" + provider.anthropicBaseUrl(),
				"spring.ai.anthropic.api-key=anthropic-key", "spring.ai.anthropic.chat.model=claude-sonnet-4-5",
				"tokenr.url=" + trackUrl, "tokenr.token=demo-token", "management.endpoints.web.exposure.include=*",
				"management.endpoint.health.show-details=always",
				"logging.level.org.springframework.ai.chat.model.MessageAggregator=off"));
		all.addAll(Arrays.asList(properties));
		return new RunningApplication(
				new SpringApplicationBuilder(TrackedApplication.class).sources(sources.toArray(Class<?>[]::new))
					.initializers(initializer)
					.web(WebApplicationType.SERVLET)
					.registerShutdownHook(false)
					.run(all.stream().map((property) -> "--" + property).toArray(String[]::new)));
	}

	static RunningApplication start(DemoProvider provider, String trackUrl, String... properties) {
		return start(provider, trackUrl, List.of(), (context) -> {
		}, properties);
	}

	ChatClient client(String name) {
		return this.context.getBean(name, ChatClient.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	RecordingListener listener() {
		return bean(RecordingListener.class);
	}

	LocalHttp http() {
		return new LocalHttp(((WebServerApplicationContext) this.context).getWebServer().getPort());
	}

	@Override
	public void close() {
		this.context.close();
	}

}
