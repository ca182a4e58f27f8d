package co.tokenr.capture.anthropic;

import co.tokenr.capture.CaptureGuard;
import com.anthropic.client.AnthropicClientAsyncImpl;
import com.anthropic.client.AnthropicClientImpl;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * Wraps the SDK's clients among the beans. A bean that is declared by its class, which
 * somebody may ask for, stays one of that class; clients of another make stay as they
 * are.
 */
public final class AnthropicClientPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<TokenrAnthropic> wrapper;

	private final ConfigurableBeanFactory beans;

	private final CaptureGuard guard = new CaptureGuard();

	/**
	 * Creates a post-processor.
	 * @param wrapper wraps the clients; asked for at the first one only, so that it is
	 * not made before its time
	 * @param beans tells how a bean is declared
	 */
	public AnthropicClientPostProcessor(ObjectProvider<TokenrAnthropic> wrapper, ConfigurableBeanFactory beans) {
		this.wrapper = wrapper;
		this.beans = beans;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (bean instanceof AnthropicClientImpl client) {
			return this.guard.get("wrap a client", () -> isOfInterface(name) ? this.wrapper.getObject().wrap(client)
					: this.wrapper.getObject().copy(client), client);
		}
		if (bean instanceof AnthropicClientAsyncImpl client) {
			return this.guard.get("wrap a client", () -> isOfInterface(name) ? this.wrapper.getObject().wrap(client)
					: this.wrapper.getObject().copy(client), client);
		}
		return bean;
	}

	private boolean isOfInterface(String name) {
		return this.beans.getMergedBeanDefinition(name).getResolvableType().toClass().isInterface();
	}

}
