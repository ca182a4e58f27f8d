/**
 * Join: the only place that turns a captured call into an event. Receives a
 * {@link co.tokenr.usage.CapturedCall}, deduplicates, completes, attributes and prices
 * it, and hands the {@link co.tokenr.usage.UsageEvent} to the listeners. Knows neither
 * how the call was captured nor what the listeners do.
 */
@NullMarked
package co.tokenr.pipeline;

import org.jspecify.annotations.NullMarked;
