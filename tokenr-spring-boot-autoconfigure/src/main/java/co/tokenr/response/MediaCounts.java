package co.tokenr.response;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * Counts what answers with images and about audio are billed by where tokens are not.
 */
final class MediaCounts {

	private MediaCounts() {
	}

	/** The images in an answer, {@code null} where it has none. */
	static @Nullable Long images(Fields answer) {
		Long inline = answer.count("data[].b64_json");
		Long linked = answer.count("data[].url");
		if (inline != null && linked != null) {
			return Math.max(inline, linked);
		}
		if (inline == null && linked == null) {
			boolean streamed = answer.is("type", "image_generation.completed")
					|| answer.is("type", "image_edit.completed");
			return streamed ? 1L : null;
		}
		return (inline != null) ? inline : linked;
	}

	/** The seconds that were transcribed; older answers say them beside the text. */
	static @Nullable BigDecimal seconds(Fields answer) {
		BigDecimal seconds = answer.decimal("usage.seconds", "usage.prompt_audio_seconds");
		return (seconds == null && answer.has("task")) ? answer.decimal("duration") : seconds;
	}

}
