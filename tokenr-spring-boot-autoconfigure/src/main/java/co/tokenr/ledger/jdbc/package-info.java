/**
 * Kept in a database: events row by row with their whole document, and roll-ups of a
 * quarter of an hour, an hour and a day. Receives events as they were written down and
 * answers the same questions as the ledger in memory. Knows of no database by name but
 * for those that have no exact decimal numbers.
 */
@NullMarked
package co.tokenr.ledger.jdbc;

import org.jspecify.annotations.NullMarked;
