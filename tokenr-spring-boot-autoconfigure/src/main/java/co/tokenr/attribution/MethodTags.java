package co.tokenr.attribution;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.expression.spel.SpelEvaluationException;

/**
 * What the annotations of one method say, read once: an attribution that is the same for
 * every call and the values that depend on the arguments. Thread-safe.
 */
final class MethodTags {

	/** Nothing is said. */
	static final MethodTags NONE = new MethodTags(Attribution.NONE, List.of(), Object.class);

	private static final Log logger = LogFactory.getLog(MethodTags.class);

	private final Attribution constant;

	private final List<Value> values;

	private final Class<?> returnType;

	MethodTags(Attribution constant, List<Value> values, Class<?> returnType) {
		this.constant = constant;
		this.values = List.copyOf(values);
		this.returnType = returnType;
	}

	/**
	 * Returns the attribution of one call. Never throws for the sake of an argument.
	 */
	Attribution attribution(@Nullable Object[] arguments) {
		if (this.values.isEmpty()) {
			return this.constant;
		}
		Arguments scope = new Arguments(arguments);
		Attribution.Builder builder = Attribution.builder();
		for (Value value : this.values) {
			value.apply(scope, builder);
		}
		return this.constant.overlaidBy(builder.build());
	}

	/**
	 * Returns the type that callers take the result for, as far as generics tell.
	 */
	Class<?> returnType() {
		return this.returnType;
	}

	/**
	 * A value that depends on the arguments.
	 *
	 * @param where the annotation and attribute, for a message
	 * @param text the value
	 * @param setter takes the evaluated value
	 * @param warned whether its failure was told
	 */
	record Value(String where, TagText text, BiConsumer<Attribution.Builder, @Nullable String> setter,
			AtomicBoolean warned) {

		void apply(Arguments arguments, Attribution.Builder builder) {
			try {
				this.setter.accept(builder, this.text.evaluate(arguments));
			}
			catch (Exception | LinkageError | AssertionError | StackOverflowError ex) {
				tell(ex);
			}
		}

		private void tell(Throwable ex) {
			if (!this.warned.getAndSet(true)) {
				logger.warn("The value of " + this.where + " could not be evaluated and is left unset: " + reason(ex)
						+ ". Further failures are logged at debug level.");
			}
			else if (logger.isDebugEnabled()) {
				logger.debug("The value of " + this.where + " is left unset: " + reason(ex));
			}
		}

		// the message of an application's exception may hold personal data
		private static String reason(Throwable ex) {
			if (ex instanceof SpelEvaluationException && ex.getCause() == null) {
				return ex.getMessage() + " (use ?. where something on the way may be null)";
			}
			Throwable cause = ex;
			while (cause.getCause() != null) {
				cause = cause.getCause();
			}
			return cause.getClass().getName();
		}

	}

}
