/**
 * Price: what a round trip costs. Receives the facts of a call and hands on its
 * {@link co.tokenr.usage.Cost}, exact to the last digit or visibly unpriced. Never sees
 * who is charged, and never passes an amount through a floating-point number.
 */
@NullMarked
package co.tokenr.pricing;

import org.jspecify.annotations.NullMarked;
