package co.tokenr.attribution;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.Expression;
import org.springframework.expression.ParserContext;
import org.springframework.expression.common.CompositeStringExpression;
import org.springframework.expression.common.LiteralExpression;
import org.springframework.expression.common.TemplateParserContext;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.util.ObjectUtils;

/**
 * The value of an attribute, read once: text, arguments and expressions in a row.
 * Immutable.
 */
final class TagText {

	private static final SpelExpressionParser PARSER = new SpelExpressionParser();

	private static final ParserContext TEMPLATE = new TemplateParserContext();

	private final List<Part> parts;

	private TagText(List<Part> parts) {
		this.parts = List.copyOf(parts);
	}

	static TagText argument(int position) {
		return new TagText(List.of((arguments) -> arguments.get(position)));
	}

	/**
	 * Reads a value whose placeholders are resolved.
	 * @throws IllegalArgumentException for an expression that cannot be evaluated
	 * @throws UnknownArgumentException for a variable that is no argument
	 * @throws org.springframework.expression.ParseException for one that cannot be parsed
	 */
	static TagText parse(String text, ArgumentNames names) {
		List<Part> parts = new ArrayList<>();
		Expression template = PARSER.parseExpression(text, TEMPLATE);
		if (template instanceof CompositeStringExpression composite) {
			for (Expression expression : composite.getExpressions()) {
				parts.add(part(expression, names));
			}
		}
		else {
			parts.add(part(template, names));
		}
		return new TagText(parts);
	}

	private static Part part(Expression expression, ArgumentNames names) {
		if (expression instanceof LiteralExpression literal) {
			return new Literal(literal.getExpressionString());
		}
		if (expression instanceof SpelExpression spel) {
			for (String variable : ExpressionVariables.of(spel.getAST())) {
				if (names.position(variable) == null) {
					throw new UnknownArgumentException(variable, names);
				}
			}
			if (spel.getAST() instanceof VariableReference variable) {
				Integer position = names.position(variable.toStringAST().substring(1));
				if (position != null) {
					return (arguments) -> arguments.get(position);
				}
			}
		}
		return (arguments) -> expression.getValue(arguments.context(names));
	}

	/**
	 * Returns the text if it is the same for every call.
	 * @return the text, or {@code null} where arguments matter
	 */
	@Nullable String literal() {
		if (this.parts.isEmpty()) {
			return "";
		}
		return (this.parts.size() == 1 && this.parts.get(0) instanceof Literal literal) ? literal.text() : null;
	}

	/**
	 * Evaluates the value for one call.
	 * @return the text, or {@code null} where a part is {@code null} or empty
	 */
	@Nullable String evaluate(Arguments arguments) {
		if (this.parts.size() == 1) {
			return text(this.parts.get(0), arguments);
		}
		StringBuilder result = new StringBuilder();
		for (Part part : this.parts) {
			String text = text(part, arguments);
			if (text == null) {
				return null;
			}
			result.append(text);
		}
		return result.toString();
	}

	private static @Nullable String text(Part part, Arguments arguments) {
		Object value = ObjectUtils.unwrapOptional(part.value(arguments));
		return (value != null) ? value.toString() : null;
	}

	private interface Part {

		@Nullable Object value(Arguments arguments);

	}

	private record Literal(String text) implements Part {

		@Override
		public @Nullable Object value(Arguments arguments) {
			return this.text;
		}

	}

	/**
	 * An expression names a variable that is no argument of the method.
	 */
	static final class UnknownArgumentException extends IllegalArgumentException {

		UnknownArgumentException(String name, ArgumentNames names) {
			super("#" + name + " is no argument of the method; known are " + names.all()
					+ " (parameter names need the compiler's -parameters)");
		}

	}

}
