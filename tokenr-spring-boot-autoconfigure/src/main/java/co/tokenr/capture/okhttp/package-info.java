/**
 * Seen: what passes on the OkHttp clients that Spring AI makes for the vendors' SDKs.
 * Receives requests and answers, hands on what the answers say to the seam that counts
 * them and counts only what Spring AI has no event for. Must never know an SDK.
 */
@NullMarked
package co.tokenr.capture.okhttp;

import org.jspecify.annotations.NullMarked;
