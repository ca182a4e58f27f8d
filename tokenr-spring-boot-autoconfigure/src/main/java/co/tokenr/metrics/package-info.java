/**
 * Out, as numbers: Micrometer meters. Receives events inline and adds them to meters it
 * found once, by a bounded number of series. Never looks at anything but the event.
 */
@NullMarked
package co.tokenr.metrics;

import org.jspecify.annotations.NullMarked;
