package co.tokenr.capture.openai;

import co.tokenr.capture.okhttp.ServedDetailsInterceptor;
import org.springframework.ai.openai.http.okhttp.OpenAiHttpClientBuilderCustomizer;
import org.springframework.ai.openai.http.okhttp.SpringAiOpenAiHttpClient;

/**
 * Lets the answers to Spring AI's OpenAI module be read where it makes its HTTP clients.
 */
public final class OpenAiDetailsCustomizer implements OpenAiHttpClientBuilderCustomizer {

	private final ServedDetailsInterceptor interceptor;

	/**
	 * Creates a customizer.
	 * @param interceptor reads the answers
	 */
	public OpenAiDetailsCustomizer(ServedDetailsInterceptor interceptor) {
		this.interceptor = interceptor;
	}

	@Override
	public void customize(SpringAiOpenAiHttpClient.Builder builder) {
		builder.interceptor(this.interceptor);
	}

}
