package co.tokenr.capture.openai;

import co.tokenr.capture.CaptureGuard;
import com.openai.client.OpenAIClientAsyncImpl;
import com.openai.client.OpenAIClientImpl;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * Wraps the SDK's clients among the beans. A bean that is declared by its class, which
 * somebody may ask for, stays one of that class; clients of another make stay as they
 * are.
 */
public final class OpenAiClientPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<TokenrOpenAi> wrapper;

	private final ConfigurableBeanFactory beans;

	private final CaptureGuard guard = new CaptureGuard();

	/**
	 * Creates a post-processor.
	 * @param wrapper wraps the clients; asked for at the first one only, so that it is
	 * not made before its time
	 * @param beans tells how a bean is declared
	 */
	public OpenAiClientPostProcessor(ObjectProvider<TokenrOpenAi> wrapper, ConfigurableBeanFactory beans) {
		this.wrapper = wrapper;
		this.beans = beans;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (bean instanceof OpenAIClientImpl client) {
			return this.guard.get("wrap a client", () -> isOfInterface(name) ? this.wrapper.getObject().wrap(client)
					: this.wrapper.getObject().copy(client), client);
		}
		if (bean instanceof OpenAIClientAsyncImpl client) {
			return this.guard.get("wrap a client", () -> isOfInterface(name) ? this.wrapper.getObject().wrap(client)
					: this.wrapper.getObject().copy(client), client);
		}
		return bean;
	}

	private boolean isOfInterface(String name) {
		return this.beans.getMergedBeanDefinition(name).getResolvableType().toClass().isInterface();
	}

}
