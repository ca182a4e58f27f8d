package co.tokenr.it;

import java.time.Duration;

import co.tokenr.Tokenr;
import co.tokenr.TokenrScope;
import co.tokenr.attribution.TokenrTags;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * An application without actuator, Micrometer, Reactor, Spring AI and the web, started in
 * a JVM of its own. It calls nobody and tracks by hand, in each way there is.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class BareApplication {

	@Bean
	Translator translator(Tokenr tokenr) {
		return new Translator(tokenr);
	}

	public static void main(String[] args) throws Exception {
		for (String absent : new String[] { "io.micrometer.core.instrument.MeterRegistry",
				"org.springframework.boot.actuate.endpoint.annotation.Endpoint", "reactor.core.publisher.Flux",
				"org.springframework.ai.chat.client.ChatClient" }) {
			Assert.state(!ClassUtils.isPresent(absent, null), () -> absent + " should not be here");
		}
		try (ConfigurableApplicationContext context = SpringApplication.run(BareApplication.class, args)) {
			Tokenr tokenr = context.getBean(Tokenr.class);
			tokenr.track("openai", "tracked", (call) -> call.inputTokens(11).outputTokens(5));
			String answer = tokenr.observe("openai", "observed", (call) -> {
				call.inputTokens(12).outputTokens(6);
				return "the answer";
			});
			Assert.state("the answer".equals(answer), "An observed call returns its result");
			try (TokenrScope scope = tokenr.scope((attribution) -> attribution.team("docs"))) {
				tokenr.track("openai", "scoped", (call) -> call.inputTokens(13).outputTokens(7));
			}
			Assert.state("Guten Tag".equals(context.getBean(Translator.class).translate("acme")), "Beans work");
			tokenr.flush(Duration.ofSeconds(30));
		}
	}

	@TokenrTags(agent = "translator")
	static class Translator {

		private final Tokenr tokenr;

		Translator(Tokenr tokenr) {
			this.tokenr = tokenr;
		}

		@TokenrTags(customer = "#{#customerId}")
		String translate(String customerId) {
			this.tokenr.track("openai", "annotated", (call) -> call.inputTokens(14).outputTokens(8));
			return "Guten Tag";
		}

	}

}
