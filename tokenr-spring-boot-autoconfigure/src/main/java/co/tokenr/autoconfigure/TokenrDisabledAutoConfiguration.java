package co.tokenr.autoconfigure;

import co.tokenr.DefaultTokenr;
import co.tokenr.Tokenr;
import co.tokenr.usage.UsageRecorder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for an application whose tracking is switched off: what it injects
 * is there and does nothing.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "tokenr.enabled", havingValue = false)
public final class TokenrDisabledAutoConfiguration {

	TokenrDisabledAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	Tokenr tokenr() {
		return DefaultTokenr.noop();
	}

	@Bean
	@ConditionalOnMissingBean
	UsageRecorder tokenrUsageRecorder() {
		return UsageRecorder.NONE;
	}

}
