package com.example.supportdesk;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import com.example.demo.DemoCollector;
import com.example.demo.DemoInvoice;
import com.example.demo.DemoProvider;

import org.springframework.boot.SpringApplication;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/**
 * The provider and the collector of the sample, both on this machine. They are reached
 * over HTTP like the real ones, and know nothing of Tokenr.
 *
 * @param provider answers as OpenAI and as Anthropic, and keeps a bill
 * @param collector takes usage events as Tokenr's API does
 */
record DemoParts(DemoProvider provider, DemoCollector collector) {

	static DemoParts start(String[] args) {
		String miscount = new SimpleCommandLinePropertySource(args).getProperty("sample.miscount");
		DemoInvoice invoice = new DemoInvoice(
				(miscount != null) ? DemoInvoice.Miscount.valueOf(miscount.toUpperCase(Locale.ROOT).replace('-', '_'))
						: DemoInvoice.Miscount.NONE);
		return new DemoParts(DemoProvider.builder().invoice(invoice).start(), DemoCollector.start(0));
	}

	/**
	 * Points the clients to the demo provider, and the reporter to the demo collector.
	 */
	void addTo(SpringApplication application) {
		Map<String, Object> defaults = new HashMap<>();
		defaults.put("spring.ai.openai.base-url", this.provider.openAiBaseUrl());
		defaults.put("spring.ai.anthropic.base-url", this.provider.anthropicBaseUrl());
		if (System.getenv("TOKENR_TOKEN") == null) {
			defaults.put("tokenr.url", this.collector.trackUrl());
			defaults.put("tokenr.token", "demo-token");
		}
		application.setDefaultProperties(defaults);
		application.addInitializers((context) -> context.getBeanFactory().registerSingleton("demoParts", this));
	}

}
