package com.example.supportdesk;

import co.tokenr.capture.springai.TokenrAdvisorParams;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Writes letters about invoices and refunds, on Anthropic models. Bears no annotation:
 * who pays is said by the scope in which it is called, or by the request itself.
 */
@Component
class BillingAssistant {

	private final ChatClient client;

	BillingAssistant(@Qualifier("anthropicClient") ChatClient client) {
		this.client = client;
	}

	String refundLetter(String request) {
		return this.client.prompt(request).call().content();
	}

	Flux<String> explainInvoice(String customerId, String question) {
		return this.client.prompt(question)
			.advisors(TokenrAdvisorParams.agent("billing-bot")
				.team("billing")
				.feature("explain-invoice")
				.customer(customerId)
				.tag("channel", "mail"))
			.stream()
			.content();
	}

	Flux<String> checkRefund(String customerId, String question) {
		return this.client.prompt(question)
			.tools(new ShopTools())
			.advisors(TokenrAdvisorParams.agent("billing-bot")
				.team("billing")
				.feature("refund-letter")
				.customer(customerId))
			.stream()
			.content();
	}

}
