/**
 * Seen in Spring AI: every round of a {@code ChatClient} and whom it is for. Receives
 * what passes the advisors and hands on one {@link co.tokenr.usage.CapturedCall} a round;
 * whoever comes to see more of a round, such as an observation handler, adds it to the
 * {@code Round} that is open for it. Changes no request and no answer, and must never
 * know prices or queues; this is the one package that imports Spring AI.
 */
@NullMarked
package co.tokenr.capture.springai;

import org.jspecify.annotations.NullMarked;
