/**
 * A Kafka topic. Receives batches of events and sends their bytes as they are stored,
 * with a producer of its own that is configured as the application's; hands back what
 * became of each. It must never know of the queue, of retries or of other targets, and
 * never run on a thread of the application.
 */
@NullMarked
package co.tokenr.report.target.kafka;

import org.jspecify.annotations.NullMarked;
