/**
 * The whole stack from the outside: applications that are really started, a provider and
 * a collector that are really called. What is tested here is promised by the project, not
 * by one of its classes.
 */
@NullMarked
package co.tokenr.it;

import org.jspecify.annotations.NullMarked;
