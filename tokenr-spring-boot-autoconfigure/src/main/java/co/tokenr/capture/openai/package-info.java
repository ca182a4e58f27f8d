/**
 * Seen: calls that an application makes by OpenAI's own SDK, and what Spring AI drops of
 * those that it makes by it. Receives the requests and answers of the SDK's HTTP client
 * and hands on a {@link co.tokenr.usage.CapturedCall} for each call that another seam
 * does not count. Must never know a vendor's other SDK.
 */
@NullMarked
package co.tokenr.capture.openai;

import org.jspecify.annotations.NullMarked;
