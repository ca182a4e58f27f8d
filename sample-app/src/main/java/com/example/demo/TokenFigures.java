package com.example.demo;

import java.util.HashSet;
import java.util.Set;

/**
 * The token counts of one answer: a function of the request alone, growing from round to
 * round, with no two of them equal, so that a swapped or twice counted field shows.
 *
 * @param uncached prompt tokens that were neither read from nor written to a cache
 * @param cacheRead prompt tokens read from a cache
 * @param cacheWrite5m prompt tokens written to a cache for five minutes
 * @param cacheWrite1h prompt tokens written to a cache for one hour
 * @param output output tokens, reasoning included
 * @param reasoning reasoning tokens, 0 if the model does not reason
 */
record TokenFigures(long uncached, long cacheRead, long cacheWrite5m, long cacheWrite1h, long output, long reasoning) {

	long cacheWrite() {
		return this.cacheWrite5m + this.cacheWrite1h;
	}

	long prompt() {
		return this.uncached + this.cacheRead + cacheWrite();
	}

	long total() {
		return prompt() + this.output;
	}

	/**
	 * Figures of a provider that caches on its own and does not bill cache writes.
	 */
	static TokenFigures withoutCacheWrites(ChatRequest request, boolean reasons) {
		Claims claims = new Claims();
		long prompt = claims.claim(base(request));
		long cached = claims.claim(prompt / 3);
		claims.reserve(prompt - cached);
		long output = claims.claim(output(request));
		long reasoning = reasons ? claims.claim(output / 3) : 0;
		return new TokenFigures(prompt - cached, cached, 0, 0, output, reasoning);
	}

	/**
	 * Figures of a provider whose caller asks for cache writes of both lifetimes.
	 */
	static TokenFigures withCacheWrites(ChatRequest request, boolean reasons) {
		Claims claims = new Claims();
		long uncached = claims.claim(base(request));
		long read = claims.claim(31 + uncached / 2);
		long write5m = claims.claim(17 + uncached / 5);
		long write1h = claims.claim(11 + uncached / 13);
		while (!claims.reserve(write5m + write1h)) {
			write1h = claims.claim(write1h + 1);
		}
		claims.reserve(uncached + read + write5m + write1h);
		long output = claims.claim(output(request));
		long reasoning = reasons ? claims.claim(output / 3) : 0;
		return new TokenFigures(uncached, read, write5m, write1h, output, reasoning);
	}

	private static long base(ChatRequest request) {
		return 101 + request.promptBytes() / 4 + 7L * request.toolResults();
	}

	private static long output(ChatRequest request) {
		return 29 + 13L * request.toolResults() + base(request) / 9;
	}

	private static final class Claims {

		private final Set<Long> taken = new HashSet<>();

		long claim(long wanted) {
			long value = wanted;
			while (!this.taken.add(value)) {
				value++;
			}
			return value;
		}

		boolean reserve(long value) {
			return this.taken.add(value);
		}

	}

}
