/**
 * Figures as tables: each measured thing hands in its rows, each table becomes a file,
 * and the page on performance takes them in at its markers. Knows nothing of what was
 * measured.
 */
@NullMarked
package co.tokenr.benchmark.report;

import org.jspecify.annotations.NullMarked;
