package co.tokenr;

import java.util.concurrent.atomic.AtomicBoolean;

import co.tokenr.attribution.Attribution;
import co.tokenr.usage.LlmCallBuilder;
import co.tokenr.usage.TestEvents;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UsageLog}.
 */
@ExtendWith(OutputCaptureExtension.class)
class UsageLogTests {

	@Test
	void saysModelTokensCostAndAttributionOnOneLine() {
		LlmCallBuilder call = TestEvents.call()
			.responseModel("gpt-4o-1")
			.usage(TokenCounts.builder()
				.input(100L)
				.cacheReadInput(30L)
				.cacheCreationInput(0L)
				.output(40L)
				.reasoningOutput(15L)
				.build(), UsageSource.PROVIDER);
		Attribution attribution = Attribution.builder()
			.agent("a")
			.feature("f")
			.team("t")
			.customer("c")
			.user("u")
			.conversation("v")
			.tag("k", "1")
			.build();
		assertThat(UsageLog.line(TestEvents.event(call, attribution, TestEvents.cost("0.00000085", "USD"))))
			.isEqualTo("[tokenr] openai gpt-4o-1 status=success input=100 cache_read=30 cache_creation=0 output=40"
					+ " reasoning=15 total=140 usage=provider cost=0.00000085 currency=USD cost_status=exact agent=a"
					+ " feature=f team=t customer=c user=u conversation=v tag.k=1");
	}

	@Test
	void leavesOutWhatIsUnknown() {
		assertThat(UsageLog.line(TestEvents.event(TestEvents.call().requestModel(null))))
			.isEqualTo("[tokenr] openai unknown status=success usage=missing cost_status=unpriced");
	}

	@Test
	void noValueBeginsALineOfItsOwn() {
		String nasty = "x\r\n\u0085\u2028\u2029\u001b[31m\u0000\ty";
		LlmCallBuilder call = TestEvents.call().provider(nasty).requestModel(nasty);
		Attribution attribution = Attribution.builder()
			.agent(nasty)
			.feature(nasty)
			.team(nasty)
			.customer(nasty)
			.user(nasty)
			.conversation(nasty)
			.tag(nasty, nasty)
			.build();
		String clean = "x??????[31m??y";
		assertThat(UsageLog.line(TestEvents.event(call, attribution)))
			.isEqualTo("[tokenr] " + clean + " " + clean + " status=success usage=missing cost_status=unpriced agent="
					+ clean + " feature=" + clean + " team=" + clean + " customer=" + clean + " user=" + clean
					+ " conversation=" + clean + " tag." + clean + "=" + clean);
	}

	@Test
	void keepsOrdinaryTextAsItIs() {
		Attribution attribution = Attribution.builder().team("Zürich 東京 🚀").build();
		assertThat(UsageLog.line(TestEvents.event(TestEvents.call(), attribution))).endsWith("team=\"Zürich 東京 🚀\"");
	}

	@Test
	void noValuePassesForAnotherField() {
		Attribution attribution = Attribution.builder()
			.customer("acme cost=0")
			.tag("cost", "0")
			.tag("say", "\"hi\"")
			.build();
		assertThat(UsageLog.line(TestEvents.event(TestEvents.call(), attribution)))
			.endsWith("cost_status=unpriced customer=\"acme cost=0\" tag.cost=0 tag.say=\"\\\"hi\\\"\"");
	}

	@Test
	void saysThatAnEventStays() {
		Attribution attribution = Attribution.builder().remoteSave(false).build();
		assertThat(UsageLog.line(TestEvents.event(TestEvents.call(), attribution))).endsWith(" remote_save=false");
	}

	@Test
	void isOfBoundedLength() {
		Attribution.Builder attribution = Attribution.builder();
		for (int i = 0; i < 50; i++) {
			attribution.tag("tag" + i, "x".repeat(256));
		}
		assertThat(UsageLog.line(TestEvents.event(TestEvents.call(), attribution.build()))).hasSize(4096)
			.endsWith("...");
	}

	@Test
	void printsABoundedNumberOfLinesASecondAndCountsTheRest() {
		UsageLog log = new UsageLog(() -> true);
		for (int i = 0; i < 200; i++) {
			assertThat(log.claim(7)).isZero();
		}
		assertThat(log.claim(7)).isEqualTo(-1);
		assertThat(log.claim(7)).isEqualTo(-1);
		assertThat(log.claim(8)).isEqualTo(2);
		assertThat(log.claim(8)).isZero();
	}

	@Test
	void printsOnlyWhileDebuggingIsOn(CapturedOutput output) {
		AtomicBoolean debug = new AtomicBoolean();
		UsageLog log = new UsageLog(debug::get);
		UsageEvent event = TestEvents.event(TestEvents.call());
		log.onUsage(event);
		assertThat(output).doesNotContain("[tokenr]");
		debug.set(true);
		log.onUsage(event);
		assertThat(output).contains("co.tokenr.debug").contains(UsageLog.line(event));
	}

}
