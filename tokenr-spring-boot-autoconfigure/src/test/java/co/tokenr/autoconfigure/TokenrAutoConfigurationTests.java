package co.tokenr.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import co.tokenr.Tokenr;
import co.tokenr.TokenrScope;
import co.tokenr.attribution.Attribution;
import co.tokenr.pricing.CataloguePriceBook;
import co.tokenr.pricing.PriceBook;
import co.tokenr.pricing.PriceFiles;
import co.tokenr.report.UsageReporter;
import co.tokenr.usage.CostStatus;
import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageEventCustomizer;
import co.tokenr.usage.UsageListener;
import co.tokenr.usage.UsageRecorder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenrAutoConfiguration} and {@link TokenrDisabledAutoConfiguration}.
 */
class TokenrAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TokenrAutoConfiguration.class, TokenrDisabledAutoConfiguration.class,
				TokenrReporterAutoConfiguration.class, TokenrAttributionAutoConfiguration.class));

	@Test
	void tracksWithoutAnyProperty() {
		this.contextRunner.run((context) -> {
			track(context);
			UsageEvent event = latest(context);
			assertThat(event.provider()).isEqualTo("acme");
			assertThat(event.usage().input()).isEqualTo(1000);
			assertThat(event.cost().status()).isEqualTo(CostStatus.UNPRICED);
			assertThat(event.attribution()).isEqualTo(Attribution.NONE);
		});
	}

	@Test
	void appliesDefaultsFromProperties() {
		this.contextRunner
			.withPropertyValues("spring.application.name=shop", "tokenr.environment=test", "tokenr.agent-id=bot",
					"tokenr.feature=chat", "tokenr.team-id=core", "tokenr.customer-id=acme", "tokenr.tags.region=eu")
			.run((context) -> {
				track(context);
				UsageEvent event = latest(context);
				assertThat(event.attribution()).isEqualTo(Attribution.builder()
					.agent("bot")
					.feature("chat")
					.team("core")
					.customer("acme")
					.tag("region", "eu")
					.build());
				assertThat(event.origin().service()).isEqualTo("shop");
				assertThat(event.origin().environment()).isEqualTo("test");
				assertThat(event.origin().instance()).isNotBlank();
			});
	}

	@Test
	void serviceBeatsApplicationName() {
		this.contextRunner.withPropertyValues("spring.application.name=shop", "tokenr.service=checkout")
			.run((context) -> {
				track(context);
				assertThat(latest(context).origin().service()).isEqualTo("checkout");
			});
	}

	@Test
	void pricesByOverrides() {
		this.contextRunner
			.withPropertyValues("tokenr.pricing.overrides[0].model=m1", "tokenr.pricing.overrides[0].input=2.50",
					"tokenr.pricing.overrides[0].output=10")
			.run((context) -> {
				track(context);
				assertThat(latest(context).cost().amount()).isEqualByComparingTo("0.0075");
			});
	}

	@Test
	void leavesAllUnpricedWherePricingIsOff() {
		this.contextRunner
			.withPropertyValues("tokenr.pricing.enabled=false", "tokenr.pricing.overrides[0].model=m1",
					"tokenr.pricing.overrides[0].input=2.50", "tokenr.pricing.overrides[0].output=10")
			.run((context) -> {
				track(context);
				assertThat(latest(context).cost().status()).isEqualTo(CostStatus.UNPRICED);
			});
	}

	@Test
	void saysWhichPriceIsWrongAndWhatToWrite() {
		this.contextRunner
			.withPropertyValues("tokenr.pricing.overrides[0].model=m1", "tokenr.pricing.overrides[0].input=cheap",
					"tokenr.pricing.overrides[0].output=10")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("tokenr.pricing.overrides[0].input")
				.hasMessageContaining("\"2.50\""));
	}

	@Test
	void pricesByFilesAliasesAndDiscounts() {
		this.contextRunner
			.withPropertyValues("tokenr.pricing.locations=classpath:prices/golden.json",
					"tokenr.pricing.aliases[0].name=m1", "tokenr.pricing.aliases[0].model=gpt-4o",
					"tokenr.pricing.aliases[0].model-provider=openai", "tokenr.pricing.discounts[0].percent=50")
			.run((context) -> {
				track(context);
				assertThat(latest(context).cost().card()).isEqualTo("gpt-4o/1");
				assertThat(latest(context).cost().amount()).isEqualByComparingTo("0.00375");
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "tokenr.pricing.locations=classpath:prices/bundled/broken.json | broken.json, line 7",
					"tokenr.pricing.locations=https://example.com/prices.json | begins with classpath: or file:",
					"tokenr.pricing.discounts[0].percent=200 | tokenr.pricing.discounts[0].percent",
					"tokenr.pricing.discounts[0].percent=much | up to 100",
					"tokenr.pricing.discounts[0].model=m | Set the percentage",
					"tokenr.pricing.aliases[0].model=m | tokenr.pricing.aliases[0].name",
					"tokenr.pricing.aliases[0].name=m | Name the model" })
	void saysWhatIsWrongWithPrices(String property, String message) {
		this.contextRunner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
	}

	@Test
	void hasACatalogueOnlyWherePricingIsOn() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(CataloguePriceBook.class)
			.hasSingleBean(PriceFiles.class));
		this.contextRunner.withPropertyValues("tokenr.pricing.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(PriceBook.class)
				.doesNotHaveBean(CataloguePriceBook.class)
				.doesNotHaveBean(PriceFiles.class));
	}

	@Test
	void backsOffWhereTheApplicationHasItsOwnPriceBook() {
		PriceBook prices = (call) -> co.tokenr.usage.Cost.UNPRICED;
		this.contextRunner.withBean(PriceBook.class, () -> prices)
			.run((context) -> assertThat(context).getBean(PriceBook.class).isSameAs(prices));
	}

	@Test
	void tellsTheApplicationsListenersThoughTheyUseTheFrontDoor() {
		this.contextRunner.withUserConfiguration(ListenerConfiguration.class).run((context) -> {
			track(context);
			assertThat(context.getBean(CuriousListener.class).inline).hasSize(1);
			org.awaitility.Awaitility.await()
				.untilAsserted(() -> assertThat(context.getBean(CuriousListener.class).dispatched).hasSize(1));
		});
	}

	@Test
	void letsCustomizersAddTagsAndVeto() {
		this.contextRunner.withBean("tag", UsageEventCustomizer.class, () -> (call, edits) -> edits.tag("plan", "gold"))
			.withBean("veto", UsageEventCustomizer.class, () -> (call, edits) -> {
				if ("secret".equals(call.facts().requestModel())) {
					edits.veto();
				}
			})
			.run((context) -> {
				Tokenr tokenr = context.getBean(Tokenr.class);
				tokenr.track("acme", "secret", (call) -> call.inputTokens(1));
				track(context);
				assertThat(tokenr.latest()).singleElement()
					.satisfies((event) -> assertThat(event.attribution().tags()).isEqualTo(Map.of("plan", "gold")));
			});
	}

	@Test
	void everyInjectableTypeIsANoOpWhereTrackingIsOff() {
		this.contextRunner.withPropertyValues("tokenr.enabled=false", "tokenr.reporter.required=true")
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.doesNotHaveBean(UsageReporter.class)
					.doesNotHaveBean(UsageListener.class);
				Tokenr tokenr = context.getBean(Tokenr.class);
				assertThat(tokenr.isEnabled()).isFalse();
				assertThat(context.getBean(UsageRecorder.class).isEnabled()).isFalse();
				List<String> ran = new ArrayList<>();
				try (TokenrScope scope = tokenr.scope((attribution) -> attribution.team("core"))) {
					ran.add(tokenr.observe("acme", "m1", (call) -> "answer"));
					track(context);
					assertThat(scope.totals().calls()).isZero();
				}
				assertThat(ran).containsExactly("answer");
				assertThat(tokenr.latest()).isEmpty();
				assertThat(tokenr.totals().calls()).isZero();
				assertThat(tokenr.flush(java.time.Duration.ofMillis(10)).waiting()).isZero();
			});
	}

	@Test
	void registersNothingElseWhereTrackingIsOff() {
		this.contextRunner.withPropertyValues("tokenr.enabled=false")
			.run((context) -> assertThat(context.getBeanDefinitionNames()).filteredOn((name) -> name.contains("okenr"))
				.containsExactlyInAnyOrder("tokenr", "tokenrUsageRecorder",
						TokenrDisabledAutoConfiguration.class.getName()));
	}

	private static void track(AssertableApplicationContext context) {
		context.getBean(Tokenr.class).track("acme", "m1", (call) -> call.inputTokens(1000).outputTokens(500));
	}

	private static UsageEvent latest(AssertableApplicationContext context) {
		return context.getBean(Tokenr.class).latest().get(0);
	}

	@Configuration(proxyBeanMethods = false)
	static class ListenerConfiguration {

		@Bean
		CuriousListener curiousListener(Tokenr tokenr) {
			return new CuriousListener(tokenr);
		}

		@Bean
		InlineUsageListener inlineListener(CuriousListener listener) {
			return listener.inline::add;
		}

	}

	static class CuriousListener implements UsageListener {

		private final Tokenr tokenr;

		private final List<UsageEvent> inline = new CopyOnWriteArrayList<>();

		private final List<UsageEvent> dispatched = new CopyOnWriteArrayList<>();

		CuriousListener(Tokenr tokenr) {
			this.tokenr = tokenr;
		}

		@Override
		public void onUsage(UsageEvent event) {
			assertThat(this.tokenr.totals().calls()).isPositive();
			this.dispatched.add(event);
		}

	}

}
