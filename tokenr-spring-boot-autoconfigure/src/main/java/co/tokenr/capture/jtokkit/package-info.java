/**
 * Seen, by counting: token estimates from text by the tokenizers that OpenAI published.
 * Receives text that the process still holds and hands on a number. Must never keep the
 * text and is never asked on the thread of a caller.
 */
@NullMarked
package co.tokenr.capture.jtokkit;

import org.jspecify.annotations.NullMarked;
