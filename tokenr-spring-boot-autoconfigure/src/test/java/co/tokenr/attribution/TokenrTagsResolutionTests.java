package co.tokenr.attribution;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.annotation.AliasFor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which of several annotations counts.
 */
class TokenrTagsResolutionTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withBean(TokenrTagsBeanPostProcessor.class, () -> new TokenrTagsBeanPostProcessor(() -> true))
		.withBean(Desk.class)
		.withBean(Plain.class)
		.withBean(Outer.class)
		.withBean(Typed.class)
		.withBean(Child.class)
		.withBean(Contracted.class);

	@Test
	void prefersMethodToTypeFieldByFieldAndMergesTags() {
		this.contextRunner.run((context) -> {
			Typed bean = context.getBean(Typed.class);
			assertThat(bean.own()).isEqualTo(Attribution.builder()
				.team("type")
				.feature("method")
				.tags(Map.of("a", "type", "b", "method", "c", "method"))
				.build());
			assertThat(bean.inherited()).isEqualTo(
					Attribution.builder().team("type").feature("type").tags(Map.of("a", "type", "b", "type")).build());
		});
	}

	@Test
	void skipsExpressionOfTheTypeWhereTheMethodLacksItsArgument() {
		this.contextRunner.run((context) -> {
			Typed bean = context.getBean(Typed.class);
			assertThat(bean.withCustomer("c1").customerId()).isEqualTo("c1");
			assertThat(bean.inherited().customerId()).isNull();
		});
	}

	@Test
	void findsComposedAnnotationsAndTheirAliases() {
		this.contextRunner.run((context) -> {
			Desk bean = context.getBean(Desk.class);
			assertThat(bean.plain()).isEqualTo(Attribution.builder().team("support").build());
			assertThat(bean.aliased("p1"))
				.isEqualTo(Attribution.builder().team("support").agent("triage").customer("p1").build());
		});
	}

	@Test
	void mergesSeveralComposedAnnotationsOfOneElement() {
		this.contextRunner.run((context) -> {
			Attribution attribution = context.getBean(Desk.class).several();
			assertThat(attribution.teamId()).isEqualTo("direct");
			assertThat(attribution.agentId()).isEqualTo("triage");
			assertThat(attribution.tags()).isEqualTo(Map.of("level", "direct", "depth", "2"));
		});
	}

	@Test
	void searchesInterfacesAndSuperclasses() {
		this.contextRunner.run((context) -> {
			Contracted bean = context.getBean(Contracted.class);
			assertThat(bean.ask("c1", "q1"))
				.isEqualTo(Attribution.builder().team("contract").customer("c1").tag("question", "q1").build());
			Child child = context.getBean(Child.class);
			assertThat(child.overridden().feature()).isEqualTo("parent");
			assertThat(child.overridden().teamId()).isEqualTo("child");
			assertThat(child.kept().feature()).isEqualTo("kept");
			assertThat(child.kept().tags()).isEqualTo(Map.of("from", "parent"));
		});
	}

	@Test
	void proxiesOnlyWhatIsAnnotated() {
		this.contextRunner.run((context) -> {
			assertThat(AopUtils.isAopProxy(context.getBean(Plain.class))).isFalse();
			assertThat(AopUtils.isCglibProxy(context.getBean(Desk.class))).isTrue();
			assertThat(context.getBean(Desk.class).untouched()).isEqualTo(Attribution.NONE);
			assertThat(context.getBean(Typed.class).toString()).isEqualTo(Attribution.NONE.toString());
		});
	}

	@Test
	void laysInnerBeanOverOuterBeanOverOpenScope() {
		this.contextRunner.run((context) -> {
			try (AttributionScope scope = AttributionScope
				.open(Attribution.builder().user("u").feature("scope").tag("s", "scope").build())) {
				assertThat(context.getBean(Outer.class).call()).isEqualTo(Attribution.builder()
					.user("u")
					.feature("outer")
					.team("support")
					.tags(Map.of("s", "scope", "o", "outer"))
					.build());
				assertThat(AttributionContext.current()).isSameAs(scope.context());
			}
		});
	}

	static Attribution current() {
		return AttributionContext.current().attribution();
	}

	@Target({ ElementType.TYPE, ElementType.METHOD })
	@Retention(RetentionPolicy.RUNTIME)
	@TokenrTags(team = "support")
	@interface SupportDesk {

		@AliasFor(annotation = TokenrTags.class, attribute = "agent")
		String agent() default "";

		@AliasFor(annotation = TokenrTags.class, attribute = "customer")
		String caller() default "";

	}

	@Retention(RetentionPolicy.RUNTIME)
	@SupportDesk(agent = "triage")
	@TokenrTags(tags = { "level=near", "depth=2" })
	@interface Triage {

	}

	static class Desk {

		@SupportDesk
		Attribution plain() {
			return current();
		}

		@SupportDesk(agent = "triage", caller = "#{#caller}")
		Attribution aliased(String caller) {
			return current();
		}

		@Triage
		@TokenrTags(team = "direct", tags = "level=direct")
		Attribution several() {
			return current();
		}

		Attribution untouched() {
			return current();
		}

	}

	@TokenrTags(team = "type", feature = "type", customer = "#{#customer}", tags = { "a=type", "b=type" })
	static class Typed {

		@TokenrTags(feature = "method", tags = { "b=method", "c=method" })
		Attribution own() {
			return current();
		}

		Attribution inherited() {
			return current();
		}

		Attribution withCustomer(String customer) {
			return current();
		}

		@Override
		public String toString() {
			return current().toString();
		}

	}

	@TokenrTags(team = "contract")
	interface Contract<T> {

		@TokenrTags(customer = "#{#customer}")
		Attribution ask(T customer, @TokenrTag("question") String question);

	}

	static class Contracted implements Contract<String> {

		@Override
		public Attribution ask(String who, String what) {
			return current();
		}

	}

	@TokenrTags(team = "parent", tags = "from=parent")
	static class Parent {

		@TokenrTags(feature = "parent")
		public Attribution overridden() {
			return current();
		}

		@TokenrTags(feature = "kept")
		public Attribution kept() {
			return current();
		}

	}

	@TokenrTags(team = "child")
	static class Child extends Parent {

		@Override
		public Attribution overridden() {
			return super.overridden();
		}

	}

	static class Outer {

		private final Desk desk;

		Outer(Desk desk) {
			this.desk = desk;
		}

		@TokenrTags(feature = "outer", team = "outer", tags = "o=outer")
		Attribution call() {
			return this.desk.plain();
		}

	}

	static class Plain {

		Attribution call() {
			return current();
		}

	}

}
