/**
 * Out: delivery of events. Receives each {@link co.tokenr.usage.UsageEvent} on the
 * caller's thread, hands it in batches to a {@link co.tokenr.report.ReportTarget} on a
 * thread of its own, and accounts for every one: recorded = sent + waiting + dropped +
 * rejected at every instant. It must never know how a target speaks, nor where an event
 * came from; no trouble of a target reaches the application.
 */
@NullMarked
package co.tokenr.report;

import org.jspecify.annotations.NullMarked;
