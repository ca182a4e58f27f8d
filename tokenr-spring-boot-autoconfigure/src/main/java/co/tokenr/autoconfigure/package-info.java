/**
 * Wire: properties, and one auto-configuration for each leaf. Receives what the
 * application has on its classpath and in its environment and puts the stations together.
 * Holds no behaviour of its own, and nothing depends on it.
 */
@NullMarked
package co.tokenr.autoconfigure;

import org.jspecify.annotations.NullMarked;
