/**
 * Look: health and endpoints of the actuator. Receives questions and answers them from
 * what the stations keep. Changes nothing, and nothing on the way of a call depends on
 * it.
 */
@NullMarked
package co.tokenr.actuate;

import org.jspecify.annotations.NullMarked;
