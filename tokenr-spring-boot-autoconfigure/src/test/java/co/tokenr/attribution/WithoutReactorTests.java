package co.tokenr.attribution;

import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.OverridingClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Annotations in an application that has no Reactor.
 */
class WithoutReactorTests {

	@Test
	@SuppressWarnings("unchecked")
	void attributesCalls() throws Exception {
		ClassLoader classLoader = new ReactorHidingClassLoader(getClass().getClassLoader());
		assertThatExceptionOfType(ClassNotFoundException.class)
			.isThrownBy(() -> classLoader.loadClass("reactor.core.publisher.Flux"));
		Supplier<String> application = (Supplier<String>) classLoader.loadClass(Application.class.getName())
			.getDeclaredConstructor()
			.newInstance();
		assertThat(application.getClass()).isNotEqualTo(Application.class);
		assertThat(application.get()).isEqualTo("c1");
	}

	@Test
	void passesOverClassesWhoseSignaturesCannotBeLoaded() throws Exception {
		ClassLoader classLoader = new ReactorHidingClassLoader(getClass().getClassLoader());
		Class<?> type = classLoader.loadClass(Streaming.class.getName());
		assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(type::getDeclaredMethods);
		assertThat(new TaggedTypes().contain(type)).isFalse();
	}

	/**
	 * Runs in the class loader that hides Reactor.
	 */
	public static class Application implements Supplier<String> {

		/**
		 * Called by reflection.
		 */
		public Application() {
		}

		@Override
		public String get() {
			try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
				context.setClassLoader(getClass().getClassLoader());
				context.registerBean(TokenrTagsBeanPostProcessor.class,
						() -> new TokenrTagsBeanPostProcessor(() -> true));
				context.registerBean(Service.class);
				context.refresh();
				return context.getBean(Service.class).answer("c1");
			}
		}

	}

	static class Service {

		@TokenrTags(customer = "#{#id}")
		String answer(String id) {
			return String.valueOf(AttributionContext.current().attribution().customerId());
		}

	}

	@TokenrTags(team = "x")
	static class Streaming {

		Flux<String> stream() {
			return Flux.empty();
		}

	}

	static class ReactorHidingClassLoader extends OverridingClassLoader {

		ReactorHidingClassLoader(ClassLoader parent) {
			super(parent);
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.startsWith("reactor.") || name.startsWith("org.reactivestreams.")) {
				throw new ClassNotFoundException(name);
			}
			return super.loadClass(name, resolve);
		}

		@Override
		protected boolean isEligibleForOverriding(String className) {
			return className.startsWith("co.tokenr.");
		}

	}

}
