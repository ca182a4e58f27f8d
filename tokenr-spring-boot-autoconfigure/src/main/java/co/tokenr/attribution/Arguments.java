package co.tokenr.attribution;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.EvaluationContext;
import org.springframework.expression.spel.support.DataBindingMethodResolver;
import org.springframework.expression.spel.support.DataBindingPropertyAccessor;
import org.springframework.expression.spel.support.SimpleEvaluationContext;

/**
 * The arguments of one call, and what expressions see of them. Made for each call, used
 * by one thread.
 */
final class Arguments {

	// shared, as they remember the accessors they found by reflection
	private static final DataBindingPropertyAccessor PROPERTIES = DataBindingPropertyAccessor.forReadOnlyAccess();

	private static final DataBindingMethodResolver METHODS = DataBindingMethodResolver.forInstanceMethodInvocation();

	private final @Nullable Object[] values;

	private @Nullable ArgumentNames names;

	private @Nullable EvaluationContext context;

	Arguments(@Nullable Object[] values) {
		this.values = values;
	}

	@Nullable Object get(int position) {
		return this.values[position];
	}

	EvaluationContext context(ArgumentNames names) {
		EvaluationContext context = this.context;
		if (context == null || this.names != names) {
			context = create(names);
			this.context = context;
			this.names = names;
		}
		return context;
	}

	private EvaluationContext create(ArgumentNames names) {
		SimpleEvaluationContext context = SimpleEvaluationContext.forPropertyAccessors(PROPERTIES)
			.withMethodResolvers(METHODS)
			.withAssignmentDisabled()
			.build();
		names.positions().forEach((name, position) -> context.setVariable(name, this.values[position]));
		return context;
	}

}
