package co.tokenr.capture.anthropic;

import co.tokenr.capture.okhttp.ServedDetailsInterceptor;
import org.springframework.ai.anthropic.http.okhttp.AnthropicHttpClientBuilderCustomizer;
import org.springframework.ai.anthropic.http.okhttp.SpringAiAnthropicHttpClient;

/**
 * Lets the answers to Spring AI's Anthropic module be read where it makes its HTTP
 * clients.
 */
public final class AnthropicDetailsCustomizer implements AnthropicHttpClientBuilderCustomizer {

	private final ServedDetailsInterceptor interceptor;

	/**
	 * Creates a customizer.
	 * @param interceptor reads the answers
	 */
	public AnthropicDetailsCustomizer(ServedDetailsInterceptor interceptor) {
		this.interceptor = interceptor;
	}

	@Override
	public void customize(SpringAiAnthropicHttpClient.Builder builder) {
		builder.interceptor(this.interceptor);
	}

}
