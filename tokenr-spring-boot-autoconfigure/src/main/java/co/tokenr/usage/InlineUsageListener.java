package co.tokenr.usage;

/**
 * A listener that is called on the thread that made the LLM call, before its result is
 * returned; where the usage is estimated, on one of ours. It must be quick: no I/O, no
 * lock that I/O can hold.
 */
@FunctionalInterface
public interface InlineUsageListener extends UsageListener {

}
