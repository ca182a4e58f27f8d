package co.tokenr.autoconfigure;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import co.tokenr.report.target.jsonl.JsonlSettings;
import co.tokenr.report.target.jsonl.JsonlTarget;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the delivery of events to a file.
 */
@AutoConfiguration(after = TokenrAutoConfiguration.class, before = TokenrReporterAutoConfiguration.class)
@ConditionalOnBean(TokenrSwitch.class)
@ConditionalOnProperty("tokenr.export.jsonl.path")
public final class TokenrJsonlAutoConfiguration {

	TokenrJsonlAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	JsonlTarget tokenrJsonlTarget(TokenrProperties properties) {
		TokenrExportProperties.Jsonl jsonl = properties.getExport().getJsonl();
		return new JsonlTarget(new JsonlSettings(path(jsonl.getPath()), jsonl.getMaxSize().toBytes(),
				jsonl.getRotationInterval(), jsonl.getMaxHistory(), jsonl.isFsync(),
				jsonl.getEgress().egress("tokenr.export.jsonl.egress")));
	}

	private static Path path(@Nullable String value) {
		String path = (value != null) ? value : "";
		try {
			return Path.of(path);
		}
		catch (InvalidPathException ex) {
			throw new InvalidConfigurationPropertyValueException("tokenr.export.jsonl.path", path,
					"It is no path of a file.");
		}
	}

}
