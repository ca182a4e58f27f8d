package co.tokenr.capture;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.TargetSource;
import org.springframework.aop.framework.Advised;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * The application's beans as they are: looks at singletons that are there already and
 * creates nothing, neither what is lazy nor what is made anew for each that asks.
 * Thread-safe.
 */
public final class ApplicationBeans {

	private static final String NOT_CREATED = "Not created yet: ask again after its first use.";

	private final ConfigurableListableBeanFactory beans;

	private final Function<String, @Nullable String> switches;

	private final CaptureGuard guard = new CaptureGuard();

	/**
	 * Creates the view.
	 * @param beans the beans of the application
	 * @param switches names the property by which a surface, such as {@code rest-client},
	 * is switched off; {@code null} where it is on
	 */
	public ApplicationBeans(ConfigurableListableBeanFactory beans, Function<String, @Nullable String> switches) {
		this.beans = beans;
		this.switches = switches;
	}

	/**
	 * Looks at all beans of a type.
	 * @param <T> the type
	 * @param surface of what surface they are
	 * @param kind what they are, as items name it
	 * @param type the type
	 * @param look tells how a bean of a name is tracked; what it throws means that nobody
	 * can tell
	 * @return an item for each
	 */
	public <T> List<CoverageItem> each(String surface, String kind, Class<T> type,
			BiFunction<String, T, CoverageItem> look) {
		List<CoverageItem> items = new ArrayList<>();
		for (String name : this.beans.getBeanNamesForType(type, true, false)) {
			items.add(item(surface, kind, name, () -> look(kind, name, type, look)));
		}
		return items;
	}

	/**
	 * Looks at all builders of a type. What the framework makes anew for each that asks
	 * is known by its maker, which applies the customizers; the application's own is not
	 * made to be looked at.
	 * @param <T> the type
	 * @param surface of what surface they are
	 * @param kind what they are, as items name it
	 * @param type the type
	 * @param maker package of the framework that applies customizers
	 * @param seam the seam that these bring
	 * @param look tells how a builder of a name is tracked
	 * @return an item for each
	 */
	public <T> List<CoverageItem> eachBuilder(String surface, String kind, Class<T> type, String maker, String seam,
			BiFunction<String, T, CoverageItem> look) {
		List<CoverageItem> items = new ArrayList<>();
		for (String name : this.beans.getBeanNamesForType(type, true, false)) {
			items.add(item(surface, kind, name, () -> isMadeBy(name, maker) ? CoverageItem.tracked(kind, name, seam)
					: look(kind, name, type, look)));
		}
		return items;
	}

	private CoverageItem item(String surface, String kind, String name, Supplier<CoverageItem> look) {
		String property = this.switches.apply(surface);
		if (property != null) {
			return CoverageItem.off(kind, name, property);
		}
		return this.guard.get("look at the bean '" + name + "'", look,
				CoverageItem.unknown(kind, name, "Cannot tell: it does not let itself be looked at."));
	}

	private <T> CoverageItem look(String kind, String name, Class<T> type, BiFunction<String, T, CoverageItem> look) {
		if (!this.beans.containsSingleton(name)) {
			return CoverageItem.unknown(kind, name, isSingleton(name) ? NOT_CREATED
					: "Cannot tell: it is made anew for each that asks, and is not made to be looked at.");
		}
		Object bean = target(this.beans.getSingleton(name));
		return type.isInstance(bean) ? look.apply(name, type.cast(bean)) : CoverageItem.unknown(kind, name,
				(bean instanceof FactoryBean) ? "Cannot tell: a factory makes it." : NOT_CREATED);
	}

	private boolean isSingleton(String name) {
		return !this.beans.containsBeanDefinition(name) || this.beans.getMergedBeanDefinition(name).isSingleton();
	}

	/** What a proxy for a scope stands for is not there yet. */
	private static @Nullable Object target(@Nullable Object bean) {
		if (!(bean instanceof Advised proxy)) {
			return bean;
		}
		TargetSource source = proxy.getTargetSource();
		try {
			return source.isStatic() ? source.getTarget() : null;
		}
		catch (Exception ex) {
			return null;
		}
	}

	private boolean isMadeBy(String name, String maker) {
		BeanDefinition definition = this.beans.containsBeanDefinition(name) ? this.beans.getMergedBeanDefinition(name)
				: null;
		Method factory = (definition instanceof RootBeanDefinition root) ? root.getResolvedFactoryMethod() : null;
		return factory != null && factory.getDeclaringClass().getName().startsWith(maker + ".");
	}

}
