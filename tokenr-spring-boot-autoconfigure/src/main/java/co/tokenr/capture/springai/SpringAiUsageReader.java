package co.tokenr.capture.springai;

import java.util.Set;

import co.tokenr.capture.CaptureGuard;
import co.tokenr.usage.TokenCounts;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.Usage;

/**
 * Brings Spring AI's usage into one form. What "prompt tokens" means differs by provider
 * and Spring AI passes the number on as it comes, so the native usage decides by its
 * class name, and the module that answered where there is none.
 */
final class SpringAiUsageReader {

	/** Modules whose prompt tokens leave cached ones out. */
	private static final Set<String> EXCLUSIVE_MODULES = Set.of(SpringAiModules.ANTHROPIC, SpringAiModules.BEDROCK);

	private final CaptureGuard guard;

	SpringAiUsageReader(CaptureGuard guard) {
		this.guard = guard;
	}

	/**
	 * Tells whether a usage says anything. Spring AI has several classes for a usage that
	 * was not reported, and one may even carry a native object: only the numbers tell.
	 */
	static boolean isReported(@Nullable Usage usage) {
		return usage != null && (positive(usage.getTotalTokens()) || positive(usage.getPromptTokens())
				|| positive(usage.getCompletionTokens()) || positive(usage.getCacheReadInputTokens())
				|| positive(usage.getCacheWriteInputTokens()));
	}

	/**
	 * Reads a usage that {@link #isReported is reported}.
	 * @param usage the usage
	 * @param module the Spring AI module that answered
	 * @return what it says
	 */
	NativeUsage read(Usage usage, String module) {
		Object nativeUsage = usage.getNativeUsage();
		if (nativeUsage != null) {
			try {
				NativeUsage read = readNative(nativeUsage, usage);
				if (read != null) {
					return read;
				}
			}
			catch (RuntimeException | LinkageError ex) {
				// an SDK of another version than the one we were built against
				this.guard.swallow("read the details of " + nativeUsage.getClass().getName(), ex);
			}
		}
		return readGeneric(usage, EXCLUSIVE_MODULES.contains(module));
	}

	private static @Nullable NativeUsage readNative(Object nativeUsage, Usage usage) {
		return switch (nativeUsage.getClass().getName()) {
			case SpringAiModules.OPENAI_USAGE -> OpenAiNativeUsage.read(nativeUsage);
			case SpringAiModules.ANTHROPIC_USAGE -> AnthropicNativeUsage.readMessage(nativeUsage);
			case SpringAiModules.ANTHROPIC_DELTA_USAGE ->
				AnthropicNativeUsage.readDelta(nativeUsage, usage.getPromptTokens());
			default -> isGoogle(nativeUsage.getClass()) ? GoogleNativeUsage.read(nativeUsage) : null;
		};
	}

	/** What Google's SDK has is a generated subclass. */
	private static boolean isGoogle(Class<?> type) {
		Class<?> parent = type.getSuperclass();
		return parent != null && parent.getName().equals(SpringAiModules.GOOGLE_USAGE);
	}

	private static NativeUsage readGeneric(Usage usage, boolean exclusive) {
		Long input = number(usage.getPromptTokens());
		Long output = number(usage.getCompletionTokens());
		Long read = usage.getCacheReadInputTokens();
		Long creation = usage.getCacheWriteInputTokens();
		long cached = orZero(read) + orZero(creation);
		if (exclusive || cached > orZero(input)) {
			input = orZero(input) + cached;
		}
		long total = orZero(number(usage.getTotalTokens()));
		if (total > 0 && orZero(input) == 0 && orZero(output) == 0) {
			input = total;
		}
		TokenCounts counts = TokenCounts.builder()
			.input(input)
			.cacheReadInput(read)
			.cacheCreationInput(creation)
			.output(output)
			.build();
		return NativeUsage.of(counts, total <= orZero(counts.total()));
	}

	private static boolean positive(@Nullable Number count) {
		return count != null && count.longValue() > 0;
	}

	private static @Nullable Long number(@Nullable Integer count) {
		return (count != null) ? Long.valueOf(count) : null;
	}

	private static long orZero(@Nullable Long count) {
		return (count != null) ? count : 0;
	}

}
