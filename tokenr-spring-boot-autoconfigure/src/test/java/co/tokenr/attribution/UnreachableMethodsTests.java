package co.tokenr.attribution;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Warnings of annotations that can have no effect.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnreachableMethodsTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withBean(TokenrTagsBeanPostProcessor.class, () -> new TokenrTagsBeanPostProcessor(() -> true));

	@Test
	void listsUnreachableMethodsOnceForAClass(CapturedOutput output) {
		this.contextRunner.withBean("one", Unreachable.class)
			.withBean("two", Unreachable.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.getOut().split("out of reach", -1)).hasSize(2);
		assertThat(output).contains("Unreachable.hidden() is private")
			.contains("Unreachable.shared() is static")
			.contains("Unreachable.sealed(String) is final")
			.contains("open an AttributionScope")
			.doesNotContain("open()");
	}

	@Test
	void namesFinalMethodsOfAnnotatedType(CapturedOutput output) {
		this.contextRunner.withBean(AnnotatedType.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("AnnotatedType.offered() is final").doesNotContain("helper");
	}

	@Test
	void leavesFinalClassAloneAndSaysSo(CapturedOutput output) {
		this.contextRunner.withBean("one", FinalClass.class).withBean("two", FinalClass.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean("one", FinalClass.class).call()).isEqualTo(Attribution.NONE);
		});
		assertThat(output.getOut().split("have no effect", -1)).hasSize(2);
		assertThat(output).contains("FinalClass, a final class,").contains("spring.aop.proxy-target-class=false");
	}

	@Test
	void saysNothingOfFinalClassBehindItsInterface(CapturedOutput output) {
		new ApplicationContextRunner().withBean(TokenrTagsBeanPostProcessor.class, () -> {
			TokenrTagsBeanPostProcessor processor = new TokenrTagsBeanPostProcessor(() -> true);
			processor.setProxyTargetClass(false);
			return processor;
		})
			.withBean("bean", FinalImplementation.class)
			.run((context) -> assertThat(context.getBean(Api.class).call().teamId()).isEqualTo("final"));
		assertThat(output).doesNotContain("out of reach").doesNotContain("no effect");
	}

	@Test
	void saysNothingWhereAllIsWell(CapturedOutput output) {
		this.contextRunner.withBean(Reachable.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("out of reach").doesNotContain("no effect");
	}

	static class Unreachable {

		@TokenrTags(team = "x")
		void open() {
			hidden();
		}

		@TokenrTags(team = "x")
		private void hidden() {
		}

		@TokenrTags(team = "x")
		static void shared() {
		}

		final void sealed(@TokenrTag("x") String x) {
		}

	}

	@TokenrTags(team = "x")
	static class AnnotatedType {

		public final void offered() {
			helper();
		}

		private void helper() {
		}

	}

	static final class FinalClass {

		@TokenrTags(team = "final")
		public Attribution call() {
			return AttributionContext.current().attribution();
		}

	}

	interface Api {

		Attribution call();

	}

	static final class FinalImplementation implements Api {

		@Override
		@TokenrTags(team = "final")
		public Attribution call() {
			return AttributionContext.current().attribution();
		}

	}

	@TokenrTags(team = "x")
	static class Reachable {

		public void call() {
			helper();
		}

		private void helper() {
		}

		@Override
		public final boolean equals(Object other) {
			return super.equals(other);
		}

		@Override
		public final int hashCode() {
			return super.hashCode();
		}

	}

}
