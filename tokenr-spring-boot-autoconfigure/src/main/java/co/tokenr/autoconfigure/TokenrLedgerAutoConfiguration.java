package co.tokenr.autoconfigure;

import java.time.Clock;

import co.tokenr.ledger.LatestEvents;
import co.tokenr.ledger.MemoryUsageLedger;
import co.tokenr.ledger.UsageLedger;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the ledger in memory.
 */
@AutoConfiguration(after = { TokenrAutoConfiguration.class, TokenrJdbcLedgerAutoConfiguration.class })
@ConditionalOnBean(LatestEvents.class)
@ConditionalOnProperty(name = "tokenr.ledger.type", havingValue = "memory", matchIfMissing = true)
public final class TokenrLedgerAutoConfiguration {

	TokenrLedgerAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(UsageLedger.class)
	MemoryUsageLedger tokenrUsageLedger(LatestEvents events, TokenrProperties properties) {
		return new MemoryUsageLedger(events, properties.getLedger().getRetention(), Clock.systemUTC());
	}

}
