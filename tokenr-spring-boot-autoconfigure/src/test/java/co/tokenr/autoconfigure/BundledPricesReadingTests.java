package co.tokenr.autoconfigure;

import java.time.Duration;

import co.tokenr.Tokenr;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.pricing.CataloguePriceBook;
import co.tokenr.usage.UsageRecorder;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.MapAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for when {@link TokenrAutoConfiguration} has the bundled prices read: neither at
 * each start nor on the thread of a call.
 */
class BundledPricesReadingTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TokenrAutoConfiguration.class));

	@Test
	void readsNoneAtTheStart() {
		this.contextRunner.run((context) -> {
			context.getBean(CataloguePriceBook.class).sources();
			Awaitility.await().during(Duration.ofMillis(300)).untilAsserted(() -> assertThatRead(context).isEmpty());
		});
	}

	@Test
	void readsThemWhileTheFirstCallRuns() {
		this.contextRunner.run((context) -> {
			context.getBean(UsageRecorder.class).resolve(AttributionContext.current(), null);
			Awaitility.await().untilAsserted(() -> assertThatRead(context).containsKeys("openai", "localai"));
		});
	}

	@Test
	void readsThemAtTheStartWhereTheApplicationMayReportByHand() {
		this.contextRunner.withBean(Reporting.class)
			.run((context) -> Awaitility.await()
				.untilAsserted(() -> assertThatRead(context).containsKeys("openai", "localai")));
	}

	private static MapAssert<Object, Object> assertThatRead(ApplicationContext context) {
		return assertThat(context.getBean(CataloguePriceBook.class)).extracting("bundled.providers")
			.asInstanceOf(InstanceOfAssertFactories.MAP);
	}

	record Reporting(Tokenr tokenr) {

	}

}
