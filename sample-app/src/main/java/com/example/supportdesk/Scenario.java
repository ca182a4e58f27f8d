package com.example.supportdesk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import co.tokenr.Tokenr;
import co.tokenr.TokenrScope;
import co.tokenr.attribution.Attribution;

import org.springframework.stereotype.Component;

/**
 * A day at the support desk: two teams, several features, attribution by annotation,
 * scope and request, calls and streams, tool loops, a model of the desk's own that has no
 * price, a failure and a customer who hangs up.
 */
@Component
class Scenario {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final SupportAssistant support;

	private final BillingAssistant billing;

	private final Tokenr tokenr;

	private final List<Expected> expected = new ArrayList<>();

	Scenario(SupportAssistant support, BillingAssistant billing, Tokenr tokenr) {
		this.support = support;
		this.billing = billing;
		this.tokenr = tokenr;
	}

	/**
	 * Makes the calls, one after another.
	 * @return what each round trip should be charged to, in their order
	 */
	List<Expected> run() {
		this.expected.clear();
		expect("call, by annotation", 1, support("answer", "acme").tag("language", "de"));
		this.support.answer("acme", "Where is my parcel?", "de");

		expect("stream, by annotation", 1, support("answer", "globex"));
		this.support.stream("globex", "How do I return a pair of shoes?").collectList().block(PATIENCE);

		expect("tool loop, by annotation", 3, support("order-status", "acme").tag("channel", "chat"));
		this.support.orderStatus("acme", "Is order A-1001 on its way, and is the article in stock?");

		expect("reasoning model", 1, support("answer", "initech"));
		this.support.answerWith("gpt-5-mini", "initech", "Which of our three plans is the cheapest for 17 people?");

		expect("model without a price", 1, support("answer", "initech"));
		this.support.answerWith("desk-faq-7b", "initech", "Do you ship to Iceland?");

		expect("call, by scope", 1, billing("refund-letter").tag("campaign", "autumn"));
		try (TokenrScope scope = this.tokenr.scope((attribution) -> attribution.agent("billing-bot")
			.team("billing")
			.feature("refund-letter")
			.tag("campaign", "autumn"))) {
			this.billing.refundLetter("Write a friendly letter about a refund of 12 euros.");
		}

		expect("stream, by request", 1, billing("explain-invoice").customer("globex").tag("channel", "mail"));
		this.billing.explainInvoice("globex", "Why is my invoice higher this month?").collectList().block(PATIENCE);

		expect("streamed tool loop, by request", 3, billing("refund-letter").customer("acme"));
		this.billing.checkRefund("acme", "May order A-1001 be refunded?").collectList().block(PATIENCE);

		expect("failing call", 1, support("answer", "acme"));
		failing(() -> this.support.answerWith("gpt-broken", "acme", "Are you there?"));

		expect("cancelled stream", 1, support("answer", "umbrella"));
		this.support.streamWith("gpt-4o-slow", "umbrella", "Tell me everything.").take(3).blockLast(PATIENCE);
		return List.copyOf(this.expected);
	}

	private static Attribution.Builder support(String feature, String customer) {
		return Attribution.builder().agent("support-bot").team("support").feature(feature).customer(customer);
	}

	private static Attribution.Builder billing(String feature) {
		return Attribution.builder().agent("billing-bot").team("billing").feature(feature);
	}

	private void expect(String call, int rounds, Attribution.Builder attribution) {
		for (int round = 1; round <= rounds; round++) {
			this.expected
				.add(new Expected((rounds > 1) ? call + " " + round + "/" + rounds : call, attribution.build()));
		}
	}

	private static void failing(Runnable call) {
		try {
			call.run();
		}
		catch (RuntimeException ex) {
			// the application's own business: tracking neither swallows nor changes it
			return;
		}
		throw new IllegalStateException("The failing model answered");
	}

	/**
	 * What a round trip should be charged to.
	 *
	 * @param call which call it is a round of
	 * @param attribution whom it is charged to
	 */
	record Expected(String call, Attribution attribution) {
	}

}
