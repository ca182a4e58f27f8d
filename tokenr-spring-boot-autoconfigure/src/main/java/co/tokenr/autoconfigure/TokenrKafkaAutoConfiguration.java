package co.tokenr.autoconfigure;

import co.tokenr.report.target.kafka.KafkaSettings;
import co.tokenr.report.target.kafka.KafkaTarget;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Auto-configuration for the delivery of events to Kafka.
 */
@AutoConfiguration(after = TokenrAutoConfiguration.class, before = TokenrReporterAutoConfiguration.class,
		afterName = "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration")
@ConditionalOnClass(ProducerFactory.class)
@ConditionalOnBean(TokenrSwitch.class)
@ConditionalOnBooleanProperty("tokenr.export.kafka.enabled")
public final class TokenrKafkaAutoConfiguration {

	TokenrKafkaAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	KafkaTarget tokenrKafkaTarget(TokenrProperties properties, ProducerFactory<?, ?> application) {
		TokenrExportProperties.Kafka kafka = properties.getExport().getKafka();
		return new KafkaTarget(application, new KafkaSettings(kafka.getTopic(), kafka.getKey(), kafka.getSendTimeout(),
				kafka.getEgress().egress("tokenr.export.kafka.egress")));
	}

}
