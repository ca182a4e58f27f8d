package co.tokenr.report;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ReporterSettingsTests {

	@Test
	void promisesItsDefaults() {
		ReporterSettings settings = ReporterSettings.DEFAULTS;
		assertThat(settings.mode()).isEqualTo(ReporterSettings.Mode.ASYNC);
		assertThat(settings.queueCapacity()).isEqualTo(8192);
		assertThat(settings.queueMaxBytes()).isEqualTo(8_388_608);
		assertThat(settings.batchSize()).isEqualTo(100);
		assertThat(settings.batchMaxBytes()).isEqualTo(524_288);
		assertThat(settings.flushInterval()).isEqualTo(Duration.ofSeconds(1));
		assertThat(settings.shutdownTimeout()).isEqualTo(Duration.ofSeconds(10));
		assertThat(settings.maxAttempts()).isEqualTo(5);
		assertThat(settings.initialInterval()).isEqualTo(Duration.ofMillis(500));
		assertThat(settings.multiplier()).isEqualTo(2);
		assertThat(settings.maxInterval()).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void namesThePropertyThatIsOutOfRange() {
		assertThatIllegalArgumentException().isThrownBy(() -> ReporterSettings.builder().queueCapacity(0).build())
			.withMessage("Set 'tokenr.reporter.queue-capacity' to a value 1 or more; it is 0");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ReporterSettings.builder().initialInterval(Duration.ZERO).build())
			.withMessageContaining("'tokenr.reporter.retry.initial-interval'");
		assertThatIllegalArgumentException().isThrownBy(() -> ReporterSettings.builder().multiplier(0.5).build())
			.withMessageContaining("'tokenr.reporter.retry.multiplier'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ReporterSettings.builder().maxInterval(Duration.ofMillis(1)).build())
			.withMessageContaining("'tokenr.reporter.retry.max-interval'");
	}

}
