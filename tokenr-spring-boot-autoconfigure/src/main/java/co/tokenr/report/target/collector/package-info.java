/**
 * The collector, Tokenr or one that speaks another of five formats. Receives batches of
 * events, writes them down in its format and posts them with the JDK's HTTP client, and
 * hands back what the collector said of each. It must never know of the queue, of retries
 * or of other targets, and the token must never leave it but in a header to the
 * configured address.
 */
@NullMarked
package co.tokenr.report.target.collector;

import org.jspecify.annotations.NullMarked;
