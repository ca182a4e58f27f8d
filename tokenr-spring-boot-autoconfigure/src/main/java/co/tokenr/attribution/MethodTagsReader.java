package co.tokenr.attribution;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.ResolvableType;
import org.springframework.expression.ParseException;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringValueResolver;

/**
 * Reads the annotations of a method, with those of its type and hierarchy, into a
 * {@link MethodTags}.
 */
final class MethodTagsReader {

	private static final Map<String, BiConsumer<Attribution.Builder, @Nullable String>> FIELDS = Map.of( //
			"agent", Attribution.Builder::agent, //
			"feature", Attribution.Builder::feature, //
			"team", Attribution.Builder::team, //
			"customer", Attribution.Builder::customer, //
			"user", Attribution.Builder::user, //
			"conversation", Attribution.Builder::conversation, //
			"remoteSave", (builder, text) -> builder.remoteSave(AttributionParameters.remoteSave(text)));

	private final StringValueResolver placeholders;

	MethodTagsReader(StringValueResolver placeholders) {
		this.placeholders = placeholders;
	}

	/**
	 * Reads what is said of a method.
	 * @param method the method as it is called, an interface's perhaps
	 * @param targetClass the class of the bean
	 * @return what is said
	 * @throws IllegalStateException for a value that cannot be read, with a message for
	 * whoever wrote it
	 */
	MethodTags read(Method method, Class<?> targetClass) {
		Class<?> type = ClassUtils.getUserClass(targetClass);
		Method specific = AopUtils.getMostSpecificMethod(method, type);
		Map<String, MethodTags.Value> nearest = new LinkedHashMap<>();
		TaggedParameters.of(specific).forEach((position, annotation) -> {
			String key = key(annotation, position, specific, method);
			String where = "@TokenrTag(\"" + key + "\") on " + TagDeclaration.describe(specific);
			put(nearest, "tags " + key, where, TagText.argument(position), tag(key));
		});
		for (TagDeclaration declaration : TagDeclaration.find(specific, type)) {
			Method source = (declaration.method() != null) ? declaration.method() : method;
			read(declaration, new ArgumentNames(specific, source, method), nearest);
		}
		return create(nearest.values(), ResolvableType.forMethodReturnType(method, type).toClass());
	}

	private static MethodTags create(Iterable<MethodTags.Value> nearest, Class<?> returnType) {
		Attribution.Builder constant = Attribution.builder();
		List<MethodTags.Value> values = new ArrayList<>();
		for (MethodTags.Value value : nearest) {
			String literal = value.text().literal();
			if (literal == null) {
				values.add(value);
			}
			else if (!literal.isBlank()) {
				value.setter().accept(constant, literal);
			}
		}
		return new MethodTags(constant.build(), values, returnType);
	}

	private void read(TagDeclaration declaration, ArgumentNames names, Map<String, MethodTags.Value> nearest) {
		FIELDS.forEach((field, setter) -> {
			String text = declaration.annotation().getString(field);
			if (!text.isEmpty()) {
				read(declaration, field, text, field, setter, names, nearest);
			}
		});
		for (String tag : declaration.annotation().getStringArray("tags")) {
			int separator = tag.indexOf('=');
			String key = (separator > 0) ? tag.substring(0, separator).trim() : "";
			if (key.isEmpty() || key.contains("#{")) {
				throw new IllegalStateException(declaration.where("tags") + ": \"" + tag
						+ "\" is not a tag; write it as \"key=value\", for example \"region=eu\"");
			}
			String resolved = resolve(declaration, "tags", key);
			read(declaration, "tags", tag.substring(separator + 1).trim(), "tags " + resolved, tag(resolved), names,
					nearest);
		}
	}

	private void read(TagDeclaration declaration, String attribute, String text, String slot,
			BiConsumer<Attribution.Builder, @Nullable String> setter, ArgumentNames names,
			Map<String, MethodTags.Value> nearest) {
		String where = declaration.where(attribute);
		try {
			put(nearest, slot, where, TagText.parse(resolve(declaration, attribute, text), names), setter);
		}
		catch (TagText.UnknownArgumentException ex) {
			// on a type, an expression is meant for the methods that have the argument
			if (declaration.method() != null) {
				throw new IllegalStateException(where + ": \"" + text + "\": " + ex.getMessage(), ex);
			}
		}
		catch (ParseException | IllegalArgumentException ex) {
			throw new IllegalStateException(where + ": \"" + text + "\" cannot be read: " + ex.getMessage()
					+ ". Write a literal, ${a.property} or an expression over the arguments such as"
					+ " #{#customerId} or #{#p0.customer.id}", ex);
		}
	}

	private String resolve(TagDeclaration declaration, String attribute, String text) {
		try {
			String resolved = this.placeholders.resolveStringValue(text);
			// lenient where the context has no PropertySourcesPlaceholderConfigurer
			Assert.isTrue(resolved == null || !resolved.contains("${"), "Could not resolve every placeholder");
			return (resolved != null) ? resolved : "";
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalStateException(declaration.where(attribute) + ": \"" + text + "\": " + ex.getMessage()
					+ ". Set the property or give a default as in ${name:default}", ex);
		}
	}

	private static String key(TokenrTag annotation, int position, Method specific, Method method) {
		if (!annotation.value().isBlank()) {
			return annotation.value().trim();
		}
		String name = new ArgumentNames(specific, method).name(position);
		Assert.state(name != null,
				() -> "@TokenrTag on parameter " + position + " of " + TagDeclaration.describe(specific)
						+ " has no key and the parameter's name is not known; write @TokenrTag(\"key\")"
						+ " or compile with -parameters");
		return name;
	}

	private static BiConsumer<Attribution.Builder, @Nullable String> tag(String key) {
		return (builder, value) -> builder.tag(key, value);
	}

	private static void put(Map<String, MethodTags.Value> nearest, String slot, String where, TagText text,
			BiConsumer<Attribution.Builder, @Nullable String> setter) {
		nearest.putIfAbsent(slot, new MethodTags.Value(where, text, setter, new AtomicBoolean()));
	}

}
