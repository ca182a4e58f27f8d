package co.tokenr.autoconfigure;

import java.util.Objects;

import javax.sql.DataSource;

import co.tokenr.ledger.UsageLedger;
import co.tokenr.ledger.jdbc.JdbcLedgerTarget;
import co.tokenr.ledger.jdbc.JdbcUsageLedger;
import co.tokenr.ledger.jdbc.LedgerDataSource;
import co.tokenr.ledger.jdbc.LedgerRetention;
import co.tokenr.ledger.jdbc.LedgerSchema;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Auto-configuration for the ledger in a database. A database that cannot be reached
 * fails neither the start nor a call of the application.
 */
@AutoConfiguration(after = TokenrAutoConfiguration.class,
		afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass({ JdbcTemplate.class, DataSourceBuilder.class, DatabaseInitializationMode.class })
@ConditionalOnBean(TokenrSwitch.class)
@ConditionalOnProperty(name = "tokenr.ledger.type", havingValue = "jdbc")
@ConditionalOnMissingBean(UsageLedger.class)
public final class TokenrJdbcLedgerAutoConfiguration {

	TokenrJdbcLedgerAutoConfiguration() {
	}

	@Bean
	LedgerDataSource tokenrLedgerDataSource(TokenrProperties properties, BeanFactory beans) {
		TokenrLedgerProperties.Jdbc jdbc = properties.getLedger().getJdbc();
		String url = jdbc.getUrl();
		if (url != null) {
			return LedgerDataSource.own(url, jdbc.getUsername(), jdbc.getPassword());
		}
		return LedgerDataSource.shared(shared(jdbc.getDataSource(), beans));
	}

	private static DataSource shared(@Nullable String name, BeanFactory beans) {
		if (name != null) {
			return beans.getBean(name, DataSource.class);
		}
		DataSource only = beans.getBeanProvider(DataSource.class).getIfUnique();
		if (only == null) {
			throw new IllegalStateException("tokenr.ledger.type is jdbc, but there is no single DataSource."
					+ " Name one by tokenr.ledger.jdbc.data-source, or set tokenr.ledger.jdbc.url");
		}
		return only;
	}

	@Bean
	LedgerSchema tokenrLedgerSchema(LedgerDataSource dataSource, TokenrProperties properties) {
		TokenrLedgerProperties.InitializeSchema wanted = properties.getLedger().getJdbc().getInitializeSchema();
		if (wanted == null) {
			wanted = dataSource.isOwn() ? TokenrLedgerProperties.InitializeSchema.ALWAYS
					: TokenrLedgerProperties.InitializeSchema.EMBEDDED;
		}
		return new LedgerSchema(dataSource.dataSource(), DatabaseInitializationMode.valueOf(wanted.name()));
	}

	@Bean
	JdbcUsageLedger tokenrUsageLedger(LedgerDataSource dataSource, LedgerSchema schema) {
		schema.createOrWarn();
		return new JdbcUsageLedger(dataSource.dataSource());
	}

	@Bean
	JdbcLedgerTarget tokenrLedgerTarget(JdbcUsageLedger ledger, LedgerSchema schema) {
		return new JdbcLedgerTarget(ledger, schema);
	}

	@Bean
	@ConditionalOnProperty("tokenr.ledger.retention")
	LedgerRetention tokenrLedgerRetention(JdbcUsageLedger ledger, TokenrProperties properties) {
		return new LedgerRetention(ledger, Objects.requireNonNull(properties.getLedger().getRetention()));
	}

}
