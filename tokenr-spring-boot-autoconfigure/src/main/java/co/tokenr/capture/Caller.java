package co.tokenr.capture;

import co.tokenr.attribution.AttributionContext;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a call, as noted on the thread that makes it.
 *
 * @param context the scopes in which it is made, with what resolvers say
 * @param span the span it is made in, {@code null} where there is none
 */
public record Caller(AttributionContext context, TraceIds.@Nullable Span span) {

}
