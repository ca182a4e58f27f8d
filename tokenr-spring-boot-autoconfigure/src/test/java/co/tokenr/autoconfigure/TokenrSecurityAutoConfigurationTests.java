package co.tokenr.autoconfigure;

import java.util.List;

import co.tokenr.Tokenr;
import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionResolver;
import co.tokenr.attribution.Resolution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenrSecurityAutoConfiguration}.
 */
class TokenrSecurityAutoConfigurationTests {

	private static final String PROPERTY = "tokenr.attribution.security-principal=";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TokenrAutoConfiguration.class, TokenrSecurityAutoConfiguration.class));

	@AfterEach
	void clear() {
		SecurityContextHolder.clearContext();
	}

	@Test
	void isOffUnlessAskedFor() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(AttributionResolver.class));
	}

	@Test
	void attributesToTheUserWhateverTheCallSays() {
		this.contextRunner.withPropertyValues(PROPERTY + "user")
			.run((context) -> assertThat(attribution(context.getBean(Tokenr.class)))
				.isEqualTo(Attribution.builder().user("ada").customer("said").build()));
	}

	@Test
	void attributesToTheCustomerWhateverTheCallSays() {
		this.contextRunner.withPropertyValues(PROPERTY + "customer")
			.run((context) -> assertThat(attribution(context.getBean(Tokenr.class)))
				.isEqualTo(Attribution.builder().user("said").customer("ada").build()));
	}

	@Test
	void saysNothingWhereNone() {
		this.contextRunner.withPropertyValues(PROPERTY + "none")
			.run((context) -> assertThat(attribution(context.getBean(Tokenr.class)))
				.isEqualTo(Attribution.builder().user("said").customer("said").build()));
	}

	@Test
	void isAbsentWithoutSpringSecurity() {
		this.contextRunner.withPropertyValues(PROPERTY + "user")
			.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AttributionResolver.class));
	}

	@Test
	void isAbsentWhereTrackingIsOff() {
		this.contextRunner.withPropertyValues(PROPERTY + "user", "tokenr.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AttributionResolver.class));
	}

	@Test
	void asksTheApplicationsOwnResolvers() {
		this.contextRunner
			.withBean("team", AttributionResolver.class,
					() -> (source) -> Resolution.of(Attribution.builder().team("core").build()))
			.run((context) -> assertThat(attribution(context.getBean(Tokenr.class)).teamId()).isEqualTo("core"));
	}

	private static Attribution attribution(Tokenr tokenr) {
		SecurityContextHolder.setContext(
				new SecurityContextImpl(UsernamePasswordAuthenticationToken.authenticated("ada", null, List.of())));
		tokenr.track("acme", "m1", (call) -> {
			SecurityContextHolder.clearContext();
			call.user("said").customer("said");
		});
		return tokenr.latest().get(0).attribution();
	}

}
