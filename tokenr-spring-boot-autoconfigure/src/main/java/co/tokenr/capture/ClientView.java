package co.tokenr.capture;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A client of a vendor's SDK, or a service that is reached from it, as the application
 * sees it. Each call is made by a copy of the service for this one call, whose options
 * know the caller: an asynchronous call leaves the caller's thread before the SDK asks
 * its HTTP client. Thread-safe, as what it stands for is.
 */
public final class ClientView implements InvocationHandler {

	/** Clients and services alike make copies of themselves; nothing else does. */
	private static final ClassValue<Optional<Method>> WITH_OPTIONS = new ClassValue<>() {

		@Override
		protected Optional<Method> computeValue(Class<?> type) {
			try {
				return type.isInterface() ? Optional.of(type.getMethod("withOptions", Consumer.class))
						: Optional.empty();
			}
			catch (NoSuchMethodException ex) {
				return Optional.empty();
			}
		}

	};

	private final Class<?> type;

	private final Object target;

	private final HttpCallRecorder calls;

	private final Function<Caller, Consumer<?>> watch;

	private final Map<Method, Seen> seen = new ConcurrentHashMap<>();

	private ClientView(Class<?> type, Object target, HttpCallRecorder calls, Function<Caller, Consumer<?>> watch) {
		this.type = type;
		this.target = target;
		this.calls = calls;
		this.watch = watch;
	}

	/**
	 * Returns a view of a client.
	 * @param <T> the type of the client
	 * @param type the interface of the client, which declares
	 * {@code withOptions(Consumer)}
	 * @param client the client, which stays as it is
	 * @param calls tells who calls
	 * @param watch makes the options of a copy, for a caller; run on the caller's thread
	 * @return the view
	 */
	public static <T> T of(Class<T> type, T client, HttpCallRecorder calls, Function<Caller, Consumer<?>> watch) {
		return type.cast(new ClientView(type, client, calls, watch).view(type, client));
	}

	/**
	 * Tells whether an object is a view.
	 * @param client the object
	 * @return whether it is
	 */
	public static boolean isView(Object client) {
		return Proxy.isProxyClass(client.getClass()) && Proxy.getInvocationHandler(client) instanceof ClientView;
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		if (method.getDeclaringClass() == Object.class) {
			return switch (method.getName()) {
				case "equals" -> arguments != null && proxy == arguments[0];
				case "hashCode" -> System.identityHashCode(proxy);
				default -> this.target.toString();
			};
		}
		if (method.getParameterCount() == 0 && WITH_OPTIONS.get(method.getReturnType()).isPresent()) {
			return seen(method, call(this.target, method, arguments));
		}
		if (method.getName().equals("withOptions")) {
			Object copy = call(this.target, method, arguments);
			return (copy != null) ? view(this.type, copy) : null;
		}
		return call(method.getName().equals("close") ? this.target : watched(), method, arguments);
	}

	/** What is the same object in the SDK is the same object here. */
	private @Nullable Object seen(Method method, @Nullable Object target) {
		if (target == null) {
			return null;
		}
		Seen seen = this.seen.get(method);
		if (seen == null || seen.target != target) {
			seen = this.seen.merge(method, new Seen(target, view(method.getReturnType(), target)),
					(known, other) -> (known.target == target) ? known : other);
		}
		return seen.view;
	}

	private Object view(Class<?> type, Object target) {
		return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				new ClientView(type, target, this.calls, this.watch));
	}

	private Object watched() {
		try {
			Caller caller = this.calls.caller();
			Object copy = (caller != null)
					? WITH_OPTIONS.get(this.type).orElseThrow().invoke(this.target, this.watch.apply(caller)) : null;
			return (copy != null) ? copy : this.target;
		}
		catch (Throwable ex) {
			this.calls.swallow("watch a call", ex);
			return this.target;
		}
	}

	private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private record Seen(Object target, Object view) {

	}

}
