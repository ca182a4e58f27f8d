/**
 * Seen in Spring AI: every call of a model, by whichever door it is made, and whom it is
 * for. Receives what passes the advisors of a {@code ChatClient}, what is observed and
 * what a wrapped model is asked, brings together what is seen of the same call in the
 * {@code Round} that is open for it and hands on one {@link co.tokenr.usage.CapturedCall}
 * a round trip. Changes no request and no answer, and must never know prices or queues;
 * this is the one package that imports Spring AI.
 */
@NullMarked
package co.tokenr.capture.springai;

import org.jspecify.annotations.NullMarked;
