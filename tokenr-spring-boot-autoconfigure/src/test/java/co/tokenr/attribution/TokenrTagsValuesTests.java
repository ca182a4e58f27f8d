package co.tokenr.attribution;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the values of the annotations may be, and what becomes of those that are wrong.
 */
@ExtendWith(OutputCaptureExtension.class)
class TokenrTagsValuesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withBean(TokenrTagsBeanPostProcessor.class, () -> new TokenrTagsBeanPostProcessor(() -> true))
		.withPropertyValues("app.region=eu", "app.team=billing");

	@Test
	void takesLiteralsForEveryField() {
		with(Values.class, (bean) -> assertThat(bean.literals()).isEqualTo(
				new Attribution("bot", "search", "core", "acme", "ada", "c-1", Map.of("region", "us", "eq", "a=b"))));
	}

	@Test
	void keepsTheEventsOfAMethodHere() {
		with(Values.class, (bean) -> {
			assertThat(bean.local("eu").remoteSave()).isFalse();
			assertThat(bean.local("us").remoteSave()).isTrue();
			assertThat(bean.literals().remoteSave()).isNull();
		});
	}

	@Test
	void resolvesPlaceholders() {
		with(Values.class, (bean) -> assertThat(bean.placeholders()).isEqualTo(
				Attribution.builder().team("billing").feature("plain").tag("region", "eu").tag("eu-key", "x").build()));
	}

	@Test
	void evaluatesArgumentsByNameAndPosition() {
		with(Values.class, (bean) -> {
			Attribution attribution = bean.arguments("c7", 42, new Order("o1", new Buyer("b9")));
			assertThat(attribution.customerId()).isEqualTo("c7");
			assertThat(attribution.userId()).isEqualTo("42");
			assertThat(attribution.agentId()).isEqualTo("c7");
			assertThat(attribution.teamId()).isEqualTo("b9");
			assertThat(attribution.conversationId()).isEqualTo("shop-o1/43");
			assertThat(attribution.tags()).containsEntry("upper", "c7!").containsEntry("where", "eu-c7");
		});
	}

	@Test
	void unwrapsOptionals() {
		with(Values.class, (bean) -> {
			assertThat(bean.optional(Optional.of("x")).customerId()).isEqualTo("x");
			assertThat(bean.optional(Optional.of("x")).tags()).containsExactly(Map.entry("opt", "x"));
			assertThat(bean.optional(Optional.empty())).isEqualTo(Attribution.NONE);
		});
	}

	@Test
	void leavesFieldUnsetWithoutNoiseWhereArgumentIsNull(CapturedOutput output) {
		with(Values.class, (bean) -> {
			Attribution attribution = bean.arguments(null, 1, new Order("o1", new Buyer("b9")));
			assertThat(attribution.customerId()).isNull();
			assertThat(attribution.userId()).isEqualTo("1");
			assertThat(attribution.tags()).doesNotContainKey("where");
		});
		assertThat(output).doesNotContain("'customer'");
	}

	@Test
	void leavesTemplateUnsetWhereAPartIsNull() {
		with(Values.class,
				(bean) -> assertThat(bean.arguments("c", 1, new Order(null, new Buyer("b"))))
					.extracting(Attribution::conversationId)
					.isNull());
	}

	@Test
	void keepsFailingExpressionFromTheApplicationAndWarnsOnce(CapturedOutput output) {
		with(Values.class, (bean) -> {
			for (int i = 0; i < 3; i++) {
				Attribution attribution = bean.arguments("c7", 1, null);
				assertThat(attribution.customerId()).isEqualTo("c7");
				assertThat(attribution.teamId()).isNull();
				assertThat(attribution.conversationId()).isNull();
			}
		});
		assertThat(output.getOut().split("attribute 'team' could not be evaluated", -1)).hasSize(2);
		assertThat(output.getOut().split("attribute 'conversation' could not be evaluated", -1)).hasSize(2);
		assertThat(output).contains("Values.arguments(String, int, Order)").contains("EL1007E");
	}

	@Test
	void keepsFailingArgumentFromTheApplicationAndItsMessageFromTheLog(CapturedOutput output) {
		with(Values.class, (bean) -> assertThat(bean.object(new Bomb())).isEqualTo(Attribution.NONE));
		assertThat(output).contains("@TokenrTag(\"bomb\")")
			.contains(IllegalStateException.class.getName())
			.doesNotContain("secret");
	}

	@Test
	void makesArgumentsTags() {
		with(Values.class, (bean) -> {
			assertThat(bean.parameters("pro", "dark", null).tags())
				.containsExactlyInAnyOrderEntriesOf(Map.of("plan", "pro", "theme", "dark"));
			assertThat(bean.parameters("pro", "dark", 3L).tags()).containsEntry("n", "3");
		});
	}

	@Test
	void prefersParameterToTagOfTheMethod() {
		with(Values.class, (bean) -> {
			assertThat(bean.nearest("param").tags()).containsExactly(Map.entry("k", "param"));
			assertThat(bean.nearest(null).tags()).isEmpty();
		});
	}

	@Test
	void failsStartForTagWithoutEqualsSign() {
		assertThat(failure(BadTag.class)).isEqualTo("@TokenrTags on " + BadTag.class.getName()
				+ ".run(String), attribute 'tags': \"region:eu\" is not a tag; write it as \"key=value\","
				+ " for example \"region=eu\"");
	}

	@Test
	void failsStartForExpressionThatDoesNotParse() {
		assertThat(failure(BadExpression.class))
			.startsWith("@TokenrTags on " + BadExpression.class.getName()
					+ ".run(String), attribute 'customer': \"#{#id..x}\" cannot be read:")
			.contains("#{#customerId}");
	}

	@Test
	void failsStartForExpressionWithoutEnd() {
		assertThat(failure(OpenExpression.class)).contains("attribute 'feature'").contains("cannot be read");
	}

	@Test
	void failsStartForUnknownArgument() {
		assertThat(failure(UnknownArgument.class)).contains("attribute 'customer'")
			.contains("#customer is no argument")
			.contains("[id, p0, a0]");
	}

	@Test
	void failsStartForNameWithoutHash() {
		assertThat(failure(BareName.class)).contains("attribute 'customer'").contains("write '#id'");
	}

	@Test
	void failsStartForTypeReference() {
		assertThat(failure(StaticCall.class)).contains("attribute 'user'").contains("is not possible");
	}

	@Test
	void failsStartForMissingProperty() {
		assertThat(failure(MissingProperty.class)).contains("attribute 'team'")
			.contains("no.such.property")
			.contains("${name:default}");
		this.contextRunner.withBean(PropertySourcesPlaceholderConfigurer.class)
			.withBean(MissingProperty.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("attribute 'team'")
				.hasMessageContaining("no.such.property"));
	}

	@Test
	void namesComposedAnnotationInFailure() {
		assertThat(failure(BadComposed.class)).startsWith("@TokenrTags (by @Broken) on " + BadComposed.class.getName());
	}

	@Test
	void leavesBadAnnotationAloneWhileSwitchedOff() {
		new ApplicationContextRunner()
			.withBean(TokenrTagsBeanPostProcessor.class, () -> new TokenrTagsBeanPostProcessor(() -> false))
			.withBean(BadTag.class)
			.run((context) -> assertThat(context.getBean(BadTag.class).run("x")).isEqualTo("x"));
	}

	private <T> void with(Class<T> type, java.util.function.Consumer<T> test) {
		this.contextRunner.withBean(type).run((context) -> test.accept(context.getBean(type)));
	}

	private <T> String failure(Class<T> type) {
		StringBuilder message = new StringBuilder();
		this.contextRunner.withBean(type).run((context) -> {
			assertThat(context.getStartupFailure()).isInstanceOf(BeanCreationException.class)
				.hasRootCauseInstanceOf(Exception.class)
				.cause()
				.isInstanceOf(IllegalStateException.class);
			message.append(context.getStartupFailure().getCause().getMessage());
		});
		return message.toString();
	}

	static Attribution current() {
		return AttributionContext.current().attribution();
	}

	record Order(@Nullable String id, Buyer customer) {

	}

	record Buyer(String id) {

	}

	static class Bomb {

		@Override
		public String toString() {
			throw new IllegalStateException("secret");
		}

	}

	static class Values {

		@TokenrTags(agent = "bot", feature = "search", team = "core", customer = "acme", user = "ada",
				conversation = "c-1", tags = { "region=us", "eq=a=b" })
		Attribution literals() {
			return current();
		}

		@TokenrTags(remoteSave = "#{#region != 'eu'}")
		Attribution local(String region) {
			return current();
		}

		@TokenrTags(team = "${app.team}", feature = "${app.feature:plain}", user = "${app.user:}",
				tags = { "region=${app.region}", "${app.region}-key=x", "none=${app.none:}" })
		Attribution placeholders() {
			return current();
		}

		@TokenrTags(customer = "#{#customerId}", user = "#{#p1}", agent = "#{#a0}", team = "#{#order.customer.id}",
				conversation = "shop-#{#order.id}/#{#n + 1}",
				tags = { "upper=#{#customerId?.concat('!')}", "where=${app.region}-#{#customerId}" })
		Attribution arguments(@Nullable String customerId, int n, @Nullable Order order) {
			return current();
		}

		@TokenrTags(customer = "#{#value}")
		Attribution optional(@TokenrTag("opt") Optional<String> value) {
			return current();
		}

		Attribution object(@TokenrTag("bomb") Object bomb) {
			return current();
		}

		Attribution parameters(@TokenrTag("plan") String plan, @TokenrTag String theme,
				@TokenrTag("n") @Nullable Long n) {
			return current();
		}

		@TokenrTags(tags = "k=method")
		Attribution nearest(@TokenrTag("k") @Nullable String value) {
			return current();
		}

	}

	static class BadTag {

		@TokenrTags(tags = { "a=b", "region:eu" })
		String run(String id) {
			return id;
		}

	}

	static class BadExpression {

		@TokenrTags(customer = "#{#id..x}")
		String run(String id) {
			return id;
		}

	}

	static class OpenExpression {

		@TokenrTags(feature = "x-#{#id")
		String run(String id) {
			return id;
		}

	}

	static class UnknownArgument {

		@TokenrTags(customer = "#{#customer}")
		String run(String id) {
			return id;
		}

	}

	static class BareName {

		@TokenrTags(customer = "#{id}")
		String run(String id) {
			return id;
		}

	}

	static class StaticCall {

		@TokenrTags(user = "#{T(java.lang.System).getProperty('user.name')}")
		String run(String id) {
			return id;
		}

	}

	static class MissingProperty {

		@TokenrTags(team = "${no.such.property}")
		String run(String id) {
			return id;
		}

	}

	@TokenrTags(tags = "oops")
	@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
	@interface Broken {

	}

	@Broken
	static class BadComposed {

		List<String> run(String id) {
			return List.of(id);
		}

	}

}
