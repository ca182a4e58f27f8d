/**
 * Who: to whom and to what a call is attributed. Receives what the application says by
 * annotation, scope, request parameter or resolver and hands on an
 * {@link co.tokenr.attribution.AttributionContext}. Knows nothing of models, tokens or
 * prices, and imports nothing else of this project.
 */
@NullMarked
package co.tokenr.attribution;

import org.jspecify.annotations.NullMarked;
