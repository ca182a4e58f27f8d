/**
 * The worked example of {@code docs/scaling.md}: usage of many instances, added up from
 * Kafka into PostgreSQL by an application of the user's own. The document shows the code
 * that is tested here; nothing of it is part of the library.
 */
@NullMarked
package co.tokenr.it.scaling;

import org.jspecify.annotations.NullMarked;
