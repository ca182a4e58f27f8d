package co.tokenr.attribution;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;

/**
 * The names by which expressions call a method's arguments: those of the parameters,
 * where the compiler kept them, {@code p0} and {@code a0}. Parameters may be named
 * differently where the annotation stands, on an interface for one; both names hold.
 */
final class ArgumentNames {

	private static final ParameterNameDiscoverer DISCOVERER = new DefaultParameterNameDiscoverer();

	private final Map<String, Integer> positions = new LinkedHashMap<>();

	private final Map<Integer, String> names = new HashMap<>();

	ArgumentNames(Method... methods) {
		for (Method method : methods) {
			@Nullable String @Nullable [] names = DISCOVERER.getParameterNames(method);
			for (int i = 0; names != null && i < names.length; i++) {
				String name = names[i];
				if (name != null) {
					this.positions.putIfAbsent(name, i);
					this.names.putIfAbsent(i, name);
				}
			}
		}
		for (int i = 0; i < methods[0].getParameterCount(); i++) {
			this.positions.putIfAbsent("p" + i, i);
			this.positions.putIfAbsent("a" + i, i);
		}
	}

	/**
	 * Returns the position of an argument.
	 * @return the position from 0, or {@code null} where no argument is called so
	 */
	@Nullable Integer position(String name) {
		return this.positions.get(name);
	}

	/**
	 * Returns the name of the parameter at a position.
	 * @return the name, or {@code null} where the compiler kept none
	 */
	@Nullable String name(int position) {
		return this.names.get(position);
	}

	Set<String> all() {
		return this.positions.keySet();
	}

	Map<String, Integer> positions() {
		return this.positions;
	}

}
