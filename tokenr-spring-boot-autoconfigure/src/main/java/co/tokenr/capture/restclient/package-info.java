/**
 * Seen: calls that an application makes to models by {@code RestClient} and
 * {@code RestTemplate}. Receives their requests and answers and hands on a
 * {@link co.tokenr.usage.CapturedCall} for each that another seam does not count. Must
 * never change, hold up or read ahead of what passes.
 */
@NullMarked
package co.tokenr.capture.restclient;

import org.jspecify.annotations.NullMarked;
