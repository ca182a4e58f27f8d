package co.tokenr.capture.springai;

import java.util.Map;

import co.tokenr.capture.CaptureGuard;
import co.tokenr.usage.TokenCounts;
import com.openai.models.completions.CompletionUsage;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.metadata.Usage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the clients' tests can't make a server say.
 */
class SpringAiUsageReaderTests {

	private final SpringAiUsageReader reader = new SpringAiUsageReader(new CaptureGuard());

	@Test
	void zeroIsNotReported() {
		Object zeros = openAi(0, 0, 0, 0);
		assertThat(SpringAiUsageReader.isReported(null)).isFalse();
		assertThat(SpringAiUsageReader.isReported(new EmptyUsage())).isFalse();
		assertThat(SpringAiUsageReader.isReported(new DefaultUsage(0, 0, 0, zeros))).isFalse();
		assertThat(SpringAiUsageReader.isReported(new DefaultUsage(0, 1))).isTrue();
		assertThat(SpringAiUsageReader.isReported(new DefaultUsage(0, 0, 0, zeros, 7L, null))).isTrue();
	}

	@Test
	void addsCachedTokensForExclusiveModules() {
		Usage usage = new DefaultUsage(50, 25, 75, null, 30L, 10L);
		TokenCounts expected = TokenCounts.builder()
			.input(90L)
			.cacheReadInput(30L)
			.cacheCreationInput(10L)
			.output(25L)
			.build();
		assertThat(this.reader.read(usage, "anthropic").counts()).isEqualTo(expected);
		assertThat(this.reader.read(usage, "aws.bedrock").counts()).isEqualTo(expected);
	}

	@Test
	void keepsCachedTokensInsideForOtherModules() {
		Usage usage = new DefaultUsage(50, 25, 75, null, 30L, null);
		assertThat(this.reader.read(usage, "deepseek").counts())
			.isEqualTo(TokenCounts.builder().input(50L).cacheReadInput(30L).output(25L).build());
	}

	@Test
	void knowsExclusiveInputByMoreCachedTokensThanInput() {
		Usage usage = new DefaultUsage(5, 25, 30, null, 30L, null);
		assertThat(this.reader.read(usage, "").counts().input()).isEqualTo(35);
		assertThat(this.reader.read(usage, "").counts().inconsistent()).isFalse();
	}

	@Test
	void nativeUsageOfUnknownClassIsReadByItsNumbers() {
		NativeUsage read = this.reader.read(new DefaultUsage(26, 9, 35, Map.of("promptTokens", 1)), "ollama");
		assertThat(read.counts()).isEqualTo(TokenCounts.builder().input(26L).output(9L).build());
		assertThat(read.complete()).isTrue();
	}

	@Test
	void saysIncompleteWhereTotalIsNotExplained() {
		assertThat(this.reader.read(new DefaultUsage(100, 20, 170), "gcp.gemini").complete()).isFalse();
	}

	@Test
	void addsReasoningThatOnlyTheTotalCounts() {
		Usage usage = new DefaultUsage(93, 11, 215, openAi(93, 11, 215, 111));
		TokenCounts counts = this.reader.read(usage, "openai").counts();
		assertThat(counts.output()).isEqualTo(122);
		assertThat(counts.reasoningOutput()).isEqualTo(111);
	}

	@Test
	void readsNumbersWhereNativeClassIsNotTheOneWeKnow() throws Exception {
		Object foreign = new ByteBuddy().subclass(Object.class)
			.name(CompletionUsage.class.getName())
			.make()
			.load(ClassLoader.getPlatformClassLoader())
			.getLoaded()
			.getDeclaredConstructor()
			.newInstance();
		Usage usage = new DefaultUsage(100, 20, 120, foreign, 64L, null);
		assertThat(this.reader.read(usage, "openai").counts())
			.isEqualTo(TokenCounts.builder().input(100L).cacheReadInput(64L).output(20L).build());
	}

	private static CompletionUsage openAi(long prompt, long completion, long total, long reasoning) {
		return CompletionUsage.builder()
			.promptTokens(prompt)
			.completionTokens(completion)
			.totalTokens(total)
			.completionTokensDetails(
					CompletionUsage.CompletionTokensDetails.builder().reasoningTokens(reasoning).build())
			.build();
	}

}
