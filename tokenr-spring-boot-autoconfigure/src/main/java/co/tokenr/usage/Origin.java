package co.tokenr.usage;

import org.jspecify.annotations.Nullable;

/**
 * Where an event was made.
 *
 * @param service the application, {@code spring.application.name} unless set
 * @param environment such as {@code production}
 * @param instance this process among those of the service
 */
public record Origin(@Nullable String service, @Nullable String environment, @Nullable String instance) {

}
