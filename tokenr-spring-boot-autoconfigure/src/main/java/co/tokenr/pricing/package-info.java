/**
 * Price: what a round trip costs. Receives the facts of a call and hands on its
 * {@link co.tokenr.usage.Cost}, exact to the last digit or visibly unpriced. Never sees
 * who is charged, and never passes an amount through a floating-point number.
 * <p>
 * What was decided where price lists leave it open:
 * <ul>
 * <li>Tokens are divided into disjoint parts: cached input first, then audio, then images
 * as far as uncached input goes; of the output reasoning, audio, images. A part without a
 * rate takes that of the part it belongs to, which makes the cost a fallback; reasoning
 * is billed as output, which does not.
 * <li>Context tiers look at all input. A marginal tier holds for the last tokens of the
 * prompt (caches hold its beginning) and for the output, which follows it.
 * <li>Images, seconds, characters and search units are another measure of what tokens
 * count: with rates for one, the other is not missed. Web searches and tool calls are
 * missed. A price that covers a part only is a fallback and names the rest; where nothing
 * that was used has a price, the call is unpriced.
 * <li>Multipliers hold for rates, discounts for rates and fees, neither for overrides.
 * <li>Of several reservations a cost names the gravest: estimated, stale, fallback. A
 * service tier or speed of which a model's prices say nothing is a fallback.
 * <li>The sources are asked from the strongest to the weakest for the model that answered
 * before any is asked for the one that was asked for; overrides are asked for both first.
 * </ul>
 */
@NullMarked
package co.tokenr.pricing;

import org.jspecify.annotations.NullMarked;
