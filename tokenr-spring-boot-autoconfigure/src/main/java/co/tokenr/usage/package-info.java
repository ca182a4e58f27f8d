/**
 * What: the facts of an LLM round trip. Receives a {@link co.tokenr.usage.CapturedCall}
 * from capture and names what leaves the pipeline, the
 * {@link co.tokenr.usage.UsageEvent}. Holds no behaviour beyond keeping its numbers
 * consistent, and knows neither how a call was seen nor where its event goes.
 */
@NullMarked
package co.tokenr.usage;

import org.jspecify.annotations.NullMarked;
