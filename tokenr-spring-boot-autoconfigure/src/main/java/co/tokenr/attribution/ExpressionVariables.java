package co.tokenr.attribution;

import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.Assign;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.ConstructorReference;
import org.springframework.expression.spel.ast.FunctionReference;
import org.springframework.expression.spel.ast.InlineMap;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.TypeReference;
import org.springframework.expression.spel.ast.VariableReference;

/**
 * Walks an expression for the variables that it names, and refuses at start-up what would
 * fail at every call.
 */
final class ExpressionVariables {

	private final Set<String> names = new LinkedHashSet<>();

	private ExpressionVariables() {
	}

	/**
	 * Lists the variables of an expression.
	 * @return their names, without the {@code #}
	 * @throws IllegalArgumentException for what an expression over arguments cannot do
	 */
	static Set<String> of(SpelNode expression) {
		ExpressionVariables variables = new ExpressionVariables();
		variables.visit(expression, true);
		return variables.names;
	}

	/**
	 * Visits a node.
	 * @param ofRoot whether a bare name here would be looked up in the root object, which
	 * expressions over arguments do not have
	 */
	private void visit(SpelNode node, boolean ofRoot) {
		if (node instanceof VariableReference) {
			String name = node.toStringAST().substring(1);
			if (!name.equals("this") && !name.equals("root")) {
				this.names.add(name);
			}
		}
		else if (ofRoot && (node instanceof PropertyOrFieldReference || node instanceof MethodReference)) {
			throw new IllegalArgumentException("'" + node.toStringAST() + "' stands alone, but an expression starts"
					+ " with an argument: write '#" + node.toStringAST() + "' if that is the parameter's name");
		}
		else if (node instanceof TypeReference || node instanceof ConstructorReference || node instanceof BeanReference
				|| node instanceof FunctionReference || node instanceof Assign) {
			throw new IllegalArgumentException("'" + node.toStringAST() + "' is not possible: an expression reads"
					+ " arguments (#name, #p0), their properties and their methods");
		}
		for (int i = 0; i < node.getChildCount(); i++) {
			visitChild(node, i, ofRoot);
		}
	}

	private void visitChild(SpelNode node, int index, boolean ofRoot) {
		SpelNode child = node.getChild(index);
		if (node instanceof InlineMap) {
			visit(child, false);
		}
		else if (!(node instanceof CompoundExpression) || index == 0) {
			visit(child, ofRoot);
		}
		else if (child instanceof MethodReference) {
			for (int i = 0; i < child.getChildCount(); i++) {
				visit(child.getChild(i), ofRoot);
			}
		}
		else {
			visit(child, false);
		}
	}

}
