package co.tokenr.attribution;

import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ahead-of-time processing of a context with annotated beans.
 */
class TokenrTagsAotTests {

	@Test
	void generatesProxyClassesAndHintsWithoutReadingValues() {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("com.example", "App")), files);
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(AotConfiguration.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		generation.writeGeneratedContent();
		assertThat(generation.getRuntimeHints())
			.matches(RuntimeHintsPredicates.reflection().onMethodInvocation(Annotated.class, "call"));
		assertThat(RuntimeHintsPredicates.reflection().onType(Annotated.class)).accepts(generation.getRuntimeHints());
		assertThat(files.getGeneratedFiles(Kind.CLASS).keySet())
			.anyMatch((name) -> name.contains("TokenrTagsAotTests$Annotated$$SpringCGLIB$$0"));
	}

	@Configuration(proxyBeanMethods = false)
	static class AotConfiguration {

		@Bean
		static TokenrTagsBeanPostProcessor tokenrTagsBeanPostProcessor() {
			return new TokenrTagsBeanPostProcessor(() -> true);
		}

		@Bean
		Annotated annotated() {
			return new Annotated();
		}

	}

	static class Annotated {

		@TokenrTags(team = "${only.set.in.production}")
		Attribution call() {
			return AttributionContext.current().attribution();
		}

	}

}
