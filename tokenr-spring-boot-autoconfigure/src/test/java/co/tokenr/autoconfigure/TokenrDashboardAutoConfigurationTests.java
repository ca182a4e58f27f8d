package co.tokenr.autoconfigure;

import java.nio.charset.StandardCharsets;

import co.tokenr.actuate.TokenrDashboardEndpoint;
import co.tokenr.actuate.TokenrUsageEndpoint;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMapper;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the dashboard is there.
 */
class TokenrDashboardAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TokenrAutoConfiguration.class, TokenrDisabledAutoConfiguration.class,
				TokenrReporterAutoConfiguration.class, TokenrLedgerAutoConfiguration.class,
				TokenrActuatorAutoConfiguration.class));

	@Test
	void isThereOnceItIsExposed() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=tokenrdashboard")
			.run((context) -> assertThat(context).hasSingleBean(TokenrDashboardEndpoint.class)
				.doesNotHaveBean(TokenrUsageEndpoint.class));
	}

	@Test
	void isNotThereUnlessItIsExposed() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(TokenrDashboardEndpoint.class));
	}

	@Test
	void isNotThereWhereItsAccessIsClosed() {
		this.contextRunner
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.endpoint.tokenrdashboard.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(TokenrDashboardEndpoint.class)
				.hasSingleBean(TokenrUsageEndpoint.class));
	}

	@Test
	void isNotThereWhereTrackingIsOff() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=*", "tokenr.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TokenrDashboardEndpoint.class));
	}

	@Test
	void looksForItsSiblingsWhereTheyAreMapped() {
		PathMapper mapper = (id) -> id.equals(EndpointId.of("tokenrusage")) ? "usage" : null;
		this.contextRunner.withBean(PathMapper.class, () -> mapper)
			.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> assertThat(
					context.getBean(TokenrDashboardEndpoint.class).page().getContentAsString(StandardCharsets.UTF_8))
				.contains("data-tokenrusage=\"usage\"", "data-tokenr=\"tokenr\""));
	}

}
