/**
 * A file of events, one JSON object a line. Receives batches of events and appends their
 * bytes as they are stored; hands on nothing. It must never know of the queue, of retries
 * or of other targets.
 */
@NullMarked
package co.tokenr.report.target.jsonl;

import org.jspecify.annotations.NullMarked;
