package com.example.demo;

import com.sun.net.httpserver.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The token of an {@code Authorization: Bearer} header.
 */
final class BearerToken {

	private static final String SCHEME = "Bearer ";

	private BearerToken() {
	}

	static @Nullable String of(Headers headers) {
		String header = headers.getFirst("Authorization");
		if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
			return null;
		}
		String token = header.substring(SCHEME.length()).trim();
		return token.isEmpty() ? null : token;
	}

}
