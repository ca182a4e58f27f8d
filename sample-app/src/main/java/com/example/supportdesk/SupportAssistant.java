package com.example.supportdesk;

import co.tokenr.attribution.TokenrTag;
import co.tokenr.attribution.TokenrTags;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Answers customers, on OpenAI models. All that it spends is the support team's; the
 * annotations say so once.
 */
@Component
@TokenrTags(agent = "support-bot", team = "support")
class SupportAssistant {

	private final ChatClient client;

	SupportAssistant(@Qualifier("openAiClient") ChatClient client) {
		this.client = client;
	}

	@TokenrTags(feature = "answer", customer = "#{#customerId}")
	String answer(String customerId, String question, @TokenrTag("language") String language) {
		return this.client.prompt().system("You answer in the language " + language).user(question).call().content();
	}

	@TokenrTags(feature = "answer", customer = "#{#customerId}")
	Flux<String> stream(String customerId, String question) {
		return this.client.prompt(question).stream().content();
	}

	@TokenrTags(feature = "order-status", customer = "#{#customerId}", tags = "channel=chat")
	String orderStatus(String customerId, String question) {
		return this.client.prompt(question).tools(new ShopTools()).call().content();
	}

	@TokenrTags(feature = "answer", customer = "#{#customerId}")
	String answerWith(String model, String customerId, String question) {
		return this.client.prompt(question).options(ChatOptions.builder().model(model)).call().content();
	}

	@TokenrTags(feature = "answer", customer = "#{#customerId}")
	Flux<String> streamWith(String model, String customerId, String question) {
		return this.client.prompt(question).options(ChatOptions.builder().model(model)).stream().content();
	}

}
