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
 * never content. The logger is {@code co.tokenr.debug}, the level INFO. A line has at
 * most 4096 characters, and a second at most 200 lines; what is beyond that is counted on
 * the next.
 */
public final class UsageLog implements UsageListener {

	private static final Log logger = LogFactory.getLog("co.tokenr.debug");

	private static final int LONGEST = 4096;

	private static final int LINES_A_SECOND = 200;

	private final BooleanSupplier debug;

	private long second;

	private int lines;

	private long untold;

	/**
	 * Creates the log.
	 * @param debug whether to print, asked at each event
	 */
	public UsageLog(BooleanSupplier debug) {
		this.debug = debug;
	}

	@Override
	public boolean isListening() {
		return this.debug.getAsBoolean();
	}

	@Override
	public void onUsage(UsageEvent event) {
		if (isListening() && logger.isInfoEnabled()) {
			long before = claim(System.nanoTime() / 1_000_000_000);
			if (before >= 0) {
				logger.info(line(event) + ((before > 0) ? " (" + before + " events before it were not printed)" : ""));
			}
		}
	}

	/**
	 * Claims a line.
	 * @param now the present second, by whichever clock
	 * @return how many events were not printed since the last line, -1 where this one is
	 * not either
	 */
	synchronized long claim(long now) {
		this.lines = (now == this.second) ? this.lines + 1 : 1;
		this.second = now;
		if (this.lines > LINES_A_SECOND) {
			this.untold++;
			return -1;
		}
		long before = this.untold;
		this.untold = 0;
		return before;
	}

	static String line(UsageEvent event) {
		String model = event.model();
		StringBuilder line = new StringBuilder("[tokenr] ").append(word(event.provider()))
			.append(' ')
			.append((model != null) ? word(model) : "unknown");
		append(line, "status", event.status().value());
		TokenCounts usage = event.usage();
		append(line, "input", usage.input());
		append(line, "cache_read", usage.cacheReadInput());
		append(line, "cache_creation", usage.cacheCreationInput());
		append(line, "output", usage.output());
		append(line, "reasoning", usage.reasoningOutput());
		append(line, "total", usage.total());
		append(line, "usage", event.call().usageSource().value());
		Cost cost = event.cost();
		if (cost.amount() != null) {
			append(line, "cost", cost.amount().toPlainString());
			append(line, "currency", cost.currency());
		}
		append(line, "cost_status", cost.status().value());
		Attribution attribution = event.attribution();
		append(line, "agent", attribution.agentId());
		append(line, "feature", attribution.feature());
		append(line, "team", attribution.teamId());
		append(line, "customer", attribution.customerId());
		append(line, "user", attribution.userId());
		append(line, "conversation", attribution.conversationId());
		for (Map.Entry<String, String> tag : attribution.tags().entrySet()) {
			append(line, "tag." + tag.getKey(), tag.getValue());
		}
		append(line, "remote_save", event.isLocalOnly() ? false : null);
		return (line.length() > LONGEST) ? line.substring(0, LONGEST - 3) + "..." : line.toString();
	}

	private static void append(StringBuilder line, String name, @Nullable Object value) {
		if (value != null) {
			line.append(' ').append(word(name)).append('=').append(word(value.toString()));
		}
	}

	/** What could be taken for another field is quoted. */
	private static String word(String text) {
		String clean = oneLine(text);
		boolean plain = clean.chars()
			.noneMatch((character) -> Character.isSpaceChar(character) || character == '"' || character == '=');
		return plain ? clean : '"' + clean.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
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
