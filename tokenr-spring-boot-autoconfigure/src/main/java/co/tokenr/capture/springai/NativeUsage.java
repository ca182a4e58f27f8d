package co.tokenr.capture.springai;

import co.tokenr.usage.TokenCounts;
import org.jspecify.annotations.Nullable;

/**
 * What was read from the usage of one answer.
 *
 * @param counts the token counts, as inclusive totals with subsets
 * @param serviceTier the tier that served the call, {@code null} where the usage does not
 * say
 * @param complete whether the counts explain the total that was reported
 */
record NativeUsage(TokenCounts counts, @Nullable String serviceTier, boolean complete) {

}
