package co.tokenr.capture.openai;

import co.tokenr.capture.CaptureGuard;
import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Wraps the SDK's clients among the beans, where the wrapped one is of the very type of
 * the bean: a client of another make stays as it is, since somebody may inject it by its
 * type.
 */
public final class OpenAiClientPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<TokenrOpenAi> wrapper;

	private final CaptureGuard guard = new CaptureGuard();

	/**
	 * Creates a post-processor.
	 * @param wrapper wraps the clients; asked for at the first one only, so that it is
	 * not made before its time
	 */
	public OpenAiClientPostProcessor(ObjectProvider<TokenrOpenAi> wrapper) {
		this.wrapper = wrapper;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (bean instanceof OpenAIClient || bean instanceof OpenAIClientAsync) {
			Object wrapped = this.guard.get("wrap a client", () -> wrap(bean), bean);
			return (wrapped.getClass() == bean.getClass()) ? wrapped : bean;
		}
		return bean;
	}

	private Object wrap(Object bean) {
		TokenrOpenAi tokenr = this.wrapper.getObject();
		return (bean instanceof OpenAIClient client) ? tokenr.wrap(client) : tokenr.wrap((OpenAIClientAsync) bean);
	}

}
