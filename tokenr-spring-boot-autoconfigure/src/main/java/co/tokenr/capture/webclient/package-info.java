/**
 * Seen: calls that an application makes to models by {@code WebClient}. Receives their
 * requests and answers and hands on a {@link co.tokenr.usage.CapturedCall} for each that
 * another seam does not count. Must never change the demand, hold a buffer or subscribe
 * on its own.
 */
@NullMarked
package co.tokenr.capture.webclient;

import org.jspecify.annotations.NullMarked;
