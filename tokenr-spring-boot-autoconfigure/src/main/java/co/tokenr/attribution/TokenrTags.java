package co.tokenr.attribution;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Attributes every LLM call that a bean's method makes: <pre>
 * &#64;TokenrTags(feature = "invoices", customer = "#{#order.customer.id}", tags = "region=${app.region}")
 * public String explain(Order order) { ... }
 * </pre>
 * <p>
 * A value is a literal, may hold <code>${...}</code> placeholders, resolved once at
 * start-up, and <code>#{...}</code> expressions over the arguments, evaluated at each
 * call: <code>#{#customerId}</code> by name (which needs the compiler's
 * {@code -parameters}), <code>#{#p0}</code> or <code>#{#a0}</code> by position,
 * <code>shop-#{#order.shop}</code> within text. Expressions read arguments, their
 * properties and their methods; types, constructors and beans are out of reach. An
 * {@link java.util.Optional} is unwrapped. A value that turns out {@code null} or blank
 * leaves its field unsaid, as does an expression that fails, which is logged and never
 * reaches the application. A value that cannot be read at all fails the start.
 * <p>
 * It may stand on a method, on a type (for all its methods; an expression there counts
 * for the methods that have the arguments it names), on the interfaces and superclasses
 * of either, and on annotations of your own, whose attributes may stand in for these by
 * {@code @AliasFor}. For each field the nearest declaration counts, with no way back to a
 * farther one should its value turn out unsaid: method before type, class before
 * interface before superclass, direct before composed. Tags are merged in the same way,
 * key by key. A {@link TokenrTag} parameter is nearer than all of them. Outside of the
 * method the caller's own scope goes on below.
 * <p>
 * The attribution holds while the method runs and, for a Reactor {@code Mono} or
 * {@code Flux} that it returns, for each subscription, with the arguments of the call
 * that returned it. Any other result is handed on unchanged: a
 * {@link java.util.concurrent.CompletableFuture} is attributed only as far as its tasks
 * were started with the context, by {@link AttributionScope#wrap(Runnable)} or an
 * executor that propagates it, and a {@link java.util.stream.Stream} that is consumed
 * later is not. With {@code @Async} the method runs, and is attributed, on the other
 * thread.
 * <p>
 * Spring's proxy has to stand between caller and method: a method that calls another
 * method of its own object ({@code this.other()}) bypasses it, so the other method's
 * annotation has no effect for that call. Private, static and final methods cannot be
 * reached either; the start warns of those.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface TokenrTags {

	/**
	 * The agent or assistant.
	 * @return its id, empty for unsaid
	 */
	String agent() default "";

	/**
	 * The product feature.
	 * @return its name, empty for unsaid
	 */
	String feature() default "";

	/**
	 * The team that owns the spend.
	 * @return its id, empty for unsaid
	 */
	String team() default "";

	/**
	 * The customer on whose behalf the calls are made.
	 * @return its id, empty for unsaid
	 */
	String customer() default "";

	/**
	 * The end user.
	 * @return its id, empty for unsaid
	 */
	String user() default "";

	/**
	 * The conversation that the calls belong to.
	 * @return its id, empty for unsaid
	 */
	String conversation() default "";

	/**
	 * Whether the events may leave for a collector or another remote target.
	 * @return {@code false} to keep them local, {@code true}, or empty for unsaid
	 */
	String remoteSave() default "";

	/**
	 * Further dimensions, each as {@code key=value}. The first {@code =} parts them; a
	 * key may hold placeholders, but no expressions.
	 * @return the tags
	 */
	String[] tags() default {};

}
