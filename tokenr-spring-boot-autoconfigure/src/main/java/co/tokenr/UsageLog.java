package co.tokenr;

import java.util.Map;
import java.util.function.BooleanSupplier;

import co.tokenr.attribution.Attribution;
import co.tokenr.usage.Cost;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Prints a line for each event when debugging is on: model, tokens, cost and attribution,
 * never content. The logger is {@code co.tokenr.debug}, the level INFO.
 */
public final class UsageLog implements UsageListener {

	private static final Log logger = LogFactory.getLog("co.tokenr.debug");

	private final BooleanSupplier debug;

	/**
	 * Creates the log.
	 * @param debug whether to print, asked at each event
	 */
	public UsageLog(BooleanSupplier debug) {
		this.debug = debug;
	}

	@Override
	public void onUsage(UsageEvent event) {
		if (this.debug.getAsBoolean() && logger.isInfoEnabled()) {
			logger.info(line(event));
		}
	}

	static String line(UsageEvent event) {
		String model = event.model();
		StringBuilder line = new StringBuilder("[tokenr] ").append(oneLine(event.provider()))
			.append(' ')
			.append((model != null) ? oneLine(model) : "unknown");
		append(line, "status", event.status().value());
		TokenCounts usage = event.usage();
		append(line, "input", usage.input());
		append(line, "cache_read", usage.cacheReadInput());
		append(line, "cache_creation", usage.cacheCreationInput());
		append(line, "output", usage.output());
		append(line, "reasoning", usage.reasoningOutput());
		append(line, "usage", event.call().usageSource().value());
		Cost cost = event.cost();
		append(line, "cost",
				(cost.amount() != null) ? cost.amount().toPlainString() + " " + cost.currency() : "unpriced");
		Attribution attribution = event.attribution();
		append(line, "agent", attribution.agentId());
		append(line, "feature", attribution.feature());
		append(line, "team", attribution.teamId());
		append(line, "customer", attribution.customerId());
		append(line, "user", attribution.userId());
		append(line, "conversation", attribution.conversationId());
		for (Map.Entry<String, String> tag : attribution.tags().entrySet()) {
			append(line, tag.getKey(), tag.getValue());
		}
		return line.toString();
	}

	private static void append(StringBuilder line, String name, @Nullable Object value) {
		if (value != null) {
			line.append(' ').append(oneLine(name)).append('=').append(oneLine(value.toString()));
		}
	}

	/** Values come from users: none may begin a line of its own. */
	private static String oneLine(String text) {
		StringBuilder clean = new StringBuilder(text.length());
		text.codePoints()
			.map((point) -> (Character.isISOControl(point) || point == 0x2028 || point == 0x2029) ? '?' : point)
			.forEach(clean::appendCodePoint);
		return clean.toString();
	}

}
