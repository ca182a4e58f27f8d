/**
 * Read: the usage in a provider's answer. Receives the bytes of a body as they pass and
 * hands on what they say, by the wire format that they are in. Pure functions of bytes:
 * knows no client, no thread and no Spring, keeps no text, and never throws.
 */
@NullMarked
package co.tokenr.response;

import org.jspecify.annotations.NullMarked;
