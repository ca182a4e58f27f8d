package co.tokenr.attribution;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes an argument of a bean's method a tag of every LLM call that the method makes:
 * <pre>{@code
 * public String answer(@TokenrTag("plan") Plan plan, String question) { ... }
 * }</pre> The value is the argument as text; {@code null} and an empty
 * {@link java.util.Optional} give no tag. The method needs no {@link TokenrTags}; what
 * that says of results, proxies and inheritance holds here too.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface TokenrTag {

	/**
	 * The key of the tag.
	 * @return the key, empty for the parameter's name
	 */
	String value() default "";

}
