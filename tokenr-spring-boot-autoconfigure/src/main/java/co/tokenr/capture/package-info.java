/**
 * Seen: what the seams share that see LLM calls happen. Receives a provider's requests
 * and answers through one sub-package for each technology and hands on a
 * {@link co.tokenr.usage.CapturedCall}. Must never know what a call costs or where its
 * event goes, and whatever goes wrong here stays here.
 */
@NullMarked
package co.tokenr.capture;

import org.jspecify.annotations.NullMarked;
