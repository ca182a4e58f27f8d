package co.tokenr.capture.springai;

import java.util.concurrent.Callable;

import co.tokenr.capture.CaptureGuard;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.core.OverridingClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application with neither Spring AI's OpenAI nor its Anthropic module nor their SDKs.
 */
class MissingSdkTests {

	@Test
	void recordsWithoutAnySdk() throws Exception {
		ClassLoader loader = new WithoutSdks();
		assertThatExceptionOfType(ClassNotFoundException.class)
			.isThrownBy(() -> loader.loadClass(OpenAiChatOptions.class.getName()));
		Callable<?> application = (Callable<?>) loader.loadClass(Application.class.getName())
			.getDeclaredConstructor()
			.newInstance();
		assertThat(application.getClass()).isNotEqualTo(Application.class);
		assertThat(application.call()).isEqualTo("[35, 35, 35]");
	}

	public static final class Application implements Callable<String> {

		@Override
		public String call() {
			RecordedCalls recorded = new RecordedCalls();
			StubChatModel model = new StubChatModel().answers("a", 26, 9).answers("b", 26, 9).answers("c", 26, 9);
			ChatClient client = recorded.client(model).build();
			client.prompt("Hi").call().content();
			client.prompt("Hi").stream().content().blockLast();
			// of a module that is said to be there and is not: without a failure to be
			// caught
			RequestOptions.read(ChatOptions.builder().build());
			new SpringAiUsageReader(new CaptureGuard()).read(new DefaultUsage(1, 1), SpringAiModules.OPENAI);
			client.prompt("Hi").call().content();
			return recorded.facts().stream().map((call) -> call.usage().total()).toList().toString();
		}

	}

	private static final class WithoutSdks extends OverridingClassLoader {

		WithoutSdks() {
			super(MissingSdkTests.class.getClassLoader());
		}

		@Override
		public Class<?> loadClass(String name) throws ClassNotFoundException {
			if (name.startsWith("com.openai.") || name.startsWith("com.anthropic.")
					|| name.startsWith("org.springframework.ai.openai.")
					|| name.startsWith("org.springframework.ai.anthropic.") || name.startsWith("com.google.genai.")
					|| name.startsWith("io.micrometer.tracing.")) {
				throw new ClassNotFoundException(name);
			}
			return super.loadClass(name);
		}

		@Override
		protected boolean isEligibleForOverriding(String name) {
			return name.startsWith("co.tokenr.capture.springai.");
		}

	}

}
