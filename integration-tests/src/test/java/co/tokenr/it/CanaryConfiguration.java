package co.tokenr.it;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import co.tokenr.usage.InlineUsageListener;
import co.tokenr.usage.UsageEventCustomizer;
import co.tokenr.usage.UsageListener;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Extensions that see everything and fail with a message that tells.
 */
@Configuration(proxyBeanMethods = false)
class CanaryConfiguration {

	@Bean
	SeenObjects seenObjects() {
		return new SeenObjects();
	}

	@Bean
	UsageEventCustomizer failingCustomizer(SeenObjects seen) {
		return (call, edits) -> {
			seen.add(call.request(Prompt.class));
			seen.add(call.response(ChatResponse.class));
			throw new IllegalStateException("customizer: " + Marker.EXCEPTION + " " + call.request(Prompt.class));
		};
	}

	@Bean
	UsageListener failingListener() {
		return (event) -> {
			throw new IllegalArgumentException("listener: " + Marker.EXCEPTION,
					new IllegalStateException("cause: " + Marker.EXCEPTION));
		};
	}

	@Bean
	InlineUsageListener failingInlineListener() {
		return (event) -> {
			throw new UnsupportedOperationException("inline listener: " + Marker.EXCEPTION);
		};
	}

	/**
	 * What went through the application, as far as a customizer is shown it.
	 */
	static final class SeenObjects {

		private final Set<String> texts = ConcurrentHashMap.newKeySet();

		private void add(Object object) {
			this.texts.add(String.valueOf(object));
		}

		boolean contain(Marker marker) {
			return this.texts.stream().anyMatch((text) -> text.contains(marker.toString()));
		}

	}

	/**
	 * Tools of which one answers and the other fails.
	 */
	static final class CanaryTools {

		@Tool(description = "Looks up an order")
		String findOrder(@ToolParam(description = "number of the order") String orderNumber) {
			return orderNumber + " " + Marker.TOOL_RESULT;
		}

		@Tool(description = "Fails")
		String fail(@ToolParam(description = "why") String reason) {
			throw new IllegalStateException("tool: " + Marker.EXCEPTION);
		}

	}

}
