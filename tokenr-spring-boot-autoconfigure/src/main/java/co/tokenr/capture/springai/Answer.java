package co.tokenr.capture.springai;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;

/**
 * What has been seen of an answer, whole or in chunks. Chunks are looked at and never
 * copied. Some providers repeat a running total on every chunk and some send it beside
 * the last text or after it, so the last usage that says anything is kept and none are
 * added up. Written by one thread at a time; a cancellation may read it from another.
 */
final class Answer {

	private volatile @Nullable String id;

	private volatile @Nullable String model;

	private volatile @Nullable ChatResponse last;

	private volatile @Nullable ChatResponse withUsage;

	void add(@Nullable ChatResponse response) {
		if (response == null) {
			return;
		}
		this.last = response;
		ChatResponseMetadata metadata = response.getMetadata();
		if (metadata == null) {
			return;
		}
		if (this.id == null && hasText(metadata.getId())) {
			this.id = metadata.getId();
		}
		if (hasText(metadata.getModel())) {
			this.model = metadata.getModel();
		}
		if (SpringAiUsageReader.isReported(metadata.getUsage())) {
			this.withUsage = response;
		}
	}

	@Nullable String id() {
		return this.id;
	}

	@Nullable String model() {
		return this.model;
	}

	/**
	 * Returns the usage that counts.
	 */
	@Nullable Usage usage() {
		ChatResponse response = this.withUsage;
		return (response != null) ? response.getMetadata().getUsage() : null;
	}

	/**
	 * Returns the response that carried the usage, the last one where none did.
	 */
	@Nullable ChatResponse response() {
		ChatResponse response = this.withUsage;
		return (response != null) ? response : this.last;
	}

	private static boolean hasText(@Nullable String text) {
		return text != null && !text.isBlank();
	}

}
