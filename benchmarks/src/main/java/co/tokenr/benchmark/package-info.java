/**
 * What a captured call costs the application, and what its parts cost.
 */
@NullMarked
package co.tokenr.benchmark;

import org.jspecify.annotations.NullMarked;
