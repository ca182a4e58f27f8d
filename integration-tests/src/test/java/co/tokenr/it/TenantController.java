package co.tokenr.it;

import co.tokenr.Tokenr;
import co.tokenr.TokenrScope;
import co.tokenr.attribution.TokenrTags;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientBuilderConfigurer;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Streams answers to whoever asks, on MVC and on WebFlux, and charges the tenant that a
 * header names.
 */
@RestController
class TenantController {

	private final ChatClient client;

	private final Tokenr tokenr;

	TenantController(ChatClientBuilderConfigurer configurer, OpenAiChatModel model, Tokenr tokenr) {
		this.client = configurer.configure(ChatClient.builder(model)).build();
		this.tokenr = tokenr;
	}

	@GetMapping(path = "/annotated", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	@TokenrTags(customer = "#{#tenant}")
	Flux<String> annotated(@RequestHeader("X-Tenant") String tenant) {
		return this.client.prompt("Where is my order?").tools(new ThreeTools()).stream().content();
	}

	@GetMapping(path = "/scoped", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> scoped(@RequestHeader("X-Tenant") String tenant) {
		try (TokenrScope scope = this.tokenr.scope((who) -> who.customer(tenant))) {
			return scope.wrap(this.client.prompt("Where is my order?").tools(new ThreeTools()).stream().content());
		}
	}

}
