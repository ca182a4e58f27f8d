/**
 * What: the facts of a captured LLM round trip.
 */
@NullMarked
package co.tokenr.usage;

import org.jspecify.annotations.NullMarked;
