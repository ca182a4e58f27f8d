package co.tokenr.capture.springai;

import co.tokenr.capture.CaptureGuard;
import co.tokenr.usage.TokenCounts;
import com.google.genai.types.GenerateContentResponseUsageMetadata;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.metadata.DefaultUsage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Usage of providers whose modules are not on this class path.
 */
class GoogleAndBedrockUsageTests {

	private final SpringAiUsageReader reader = new SpringAiUsageReader(new CaptureGuard());

	@Test
	void addsThoughtsAndToolPromptsOfGemini() {
		Object usage = GenerateContentResponseUsageMetadata.builder()
			.promptTokenCount(100)
			.cachedContentTokenCount(40)
			.toolUsePromptTokenCount(30)
			.candidatesTokenCount(20)
			.thoughtsTokenCount(50)
			.totalTokenCount(200)
			.build();
		NativeUsage read = this.reader.read(new DefaultUsage(100, 20, 200, usage), "gcp.gemini");
		assertThat(read.counts()).isEqualTo(TokenCounts.builder()
			.input(130L)
			.cacheReadInput(40L)
			.toolUseInput(30L)
			.output(70L)
			.reasoningOutput(50L)
			.build());
		assertThat(read.complete()).isTrue();
		assertThat(SpringAiModules.module(null, new DefaultUsage(100, 20, 200, usage))).isEqualTo("gcp.gemini");
	}

	@Test
	void knowsThatBedrockLeavesCachedTokensOut() throws Exception {
		Object usage = new ByteBuddy().subclass(Object.class)
			.name("software.amazon.awssdk.services.bedrockruntime.model.TokenUsage")
			.make()
			.load(getClass().getClassLoader())
			.getLoaded()
			.getDeclaredConstructor()
			.newInstance();
		DefaultUsage converse = new DefaultUsage(4, 832, 2326, usage, 1490L, 0L);
		String module = SpringAiModules.module(null, converse);
		assertThat(module).isEqualTo("aws.bedrock");
		NativeUsage read = this.reader.read(converse, module);
		assertThat(read.counts().input()).isEqualTo(1494);
		assertThat(read.counts().total()).isEqualTo(2326);
		assertThat(read.complete()).isTrue();
	}

}
