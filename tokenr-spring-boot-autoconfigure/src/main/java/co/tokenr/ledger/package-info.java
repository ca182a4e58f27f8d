/**
 * Out, and kept: running totals and the latest events of this instance. Receives events
 * as a listener and answers what was spent and by whom. Never looks back at how a call
 * was made.
 */
@NullMarked
package co.tokenr.ledger;

import org.jspecify.annotations.NullMarked;
