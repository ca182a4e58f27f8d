package co.tokenr.usage;

import org.jspecify.annotations.Nullable;

/**
 * One of several passes inside a round trip, each billed by its own model, as Anthropic
 * reports compaction and advisor calls. The totals of the round trip hold some of them
 * only; where there are iterations, they are what is billed.
 *
 * @param type what the pass was for, such as {@code message} or {@code compaction}
 * @param model the model that ran it, {@code null} for that of the round trip
 * @param usage its token counts
 */
public record UsageIteration(String type, @Nullable String model, TokenCounts usage) {

}
