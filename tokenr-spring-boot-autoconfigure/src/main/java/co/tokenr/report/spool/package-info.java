/**
 * Kept: the records that wait for one target, in memory or in files that outlive the
 * process. Receives bytes and hands them on in order, as batches whose bounds are on disk
 * before anybody sees them. It must never know what the bytes mean, who takes them or why
 * a batch is tried again.
 */
@NullMarked
package co.tokenr.report.spool;

import org.jspecify.annotations.NullMarked;
