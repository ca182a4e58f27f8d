/**
 * How the starter behaves under load, at rest and at the start: whole applications rather
 * than parts. Each harness asserts that what was recorded has arrived before it says how
 * fast that was.
 */
@NullMarked
package co.tokenr.benchmark.load;

import org.jspecify.annotations.NullMarked;
