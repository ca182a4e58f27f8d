package co.tokenr.autoconfigure;

import co.tokenr.attribution.AttributionThreadLocalAccessor;
import co.tokenr.attribution.TokenrTagsBeanPostProcessor;
import io.micrometer.context.ContextRegistry;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for {@code @TokenrTags} and for carrying attribution between
 * threads.
 */
@AutoConfiguration(after = TokenrAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "tokenr.enabled", matchIfMissing = true)
public final class TokenrAttributionAutoConfiguration {

	TokenrAttributionAutoConfiguration() {
	}

	@Bean
	static TokenrTagsBeanPostProcessor tokenrTagsBeanPostProcessor(Environment environment) {
		boolean enabled = environment.getProperty("tokenr.enabled", Boolean.class, true);
		TokenrTagsBeanPostProcessor processor = new TokenrTagsBeanPostProcessor(() -> enabled);
		processor.setProxyTargetClass(environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true));
		return processor;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ContextRegistry.class)
	static class ContextPropagationConfiguration {

		@Bean
		InitializingBean tokenrThreadLocalAccessorInitializer() {
			return () -> ContextRegistry.getInstance()
				.registerThreadLocalAccessor(new AttributionThreadLocalAccessor());
		}

	}

}
