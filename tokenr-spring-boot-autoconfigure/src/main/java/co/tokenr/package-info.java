/**
 * The front door, and the map of the house.
 * <p>
 * A call travels one way: <pre>
 * your call → capture → {@link co.tokenr.pipeline pipeline}: deduplicate → attribute → price → UsageEvent → listeners
 *                                                                 ├─ {@link co.tokenr.metrics metrics}   Micrometer meters
 *                                                                 ├─ {@link co.tokenr.ledger ledger}    running totals and the latest events
 *                                                                 ├─ report    queue, batch, retry, targets
 *                                                                 └─ the application's own listeners
 * </pre> Application code meets {@link co.tokenr.Tokenr}, the annotations of
 * {@link co.tokenr.attribution}, and the facts of {@link co.tokenr.usage}.
 */
@NullMarked
package co.tokenr;

import org.jspecify.annotations.NullMarked;
