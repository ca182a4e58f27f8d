package co.tokenr.capture.springai;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;
import org.springframework.ai.image.ImageResponse;
import org.springframework.ai.image.ImageResponseMetadata;

/**
 * What has been seen of an answer, whole or in chunks. Chunks are looked at and never
 * copied; their texts are held where missing usage is estimated. Some providers repeat a
 * running total on every chunk and some send it beside the last text or after it, so the
 * last usage that says anything is kept and none are added up. Written by one thread at a
 * time; a cancellation may read it from another.
 */
final class Answer {

	private static final int MAX_TEXTS = 100_000;

	private volatile @Nullable String id;

	private volatile @Nullable String model;

	private volatile @Nullable Usage usage;

	private volatile @Nullable Object response;

	private volatile @Nullable Long images;

	private final boolean keepsTexts;

	private final List<String> texts = new ArrayList<>(0);

	/**
	 * Creates an answer of which nothing was seen yet.
	 * @param keepsTexts whether pieces of text are held, never copied, until the usage is
	 * known
	 */
	Answer(boolean keepsTexts) {
		this.keepsTexts = keepsTexts;
	}

	void add(@Nullable Object answer) {
		if (answer instanceof ChatResponse chat) {
			add(chat);
		}
		else if (answer instanceof EmbeddingResponse embeddings) {
			EmbeddingResponseMetadata metadata = embeddings.getMetadata();
			if (metadata != null) {
				named(null, metadata.getModel());
			}
			reported((metadata != null) ? metadata.getUsage() : null, embeddings);
		}
		else if (answer instanceof ImageResponse made) {
			this.images = (long) made.getResults().size();
			ImageResponseMetadata metadata = made.getMetadata();
			reported((metadata != null) ? metadata.getUsage() : null, made);
		}
	}

	private void add(ChatResponse chat) {
		if (this.keepsTexts) {
			for (Generation generation : chat.getResults()) {
				keep(generation.getOutput());
			}
		}
		ChatResponseMetadata metadata = chat.getMetadata();
		if (metadata != null) {
			named(metadata.getId(), metadata.getModel());
		}
		reported((metadata != null) ? metadata.getUsage() : null, chat);
	}

	private void keep(@Nullable AssistantMessage message) {
		if (message == null) {
			return;
		}
		synchronized (this.texts) {
			if (this.texts.size() >= MAX_TEXTS) {
				return;
			}
			if (hasLength(message.getText())) {
				this.texts.add(message.getText());
			}
			for (AssistantMessage.ToolCall call : message.getToolCalls()) {
				this.texts.add(call.name() + call.arguments());
			}
		}
	}

	/**
	 * Returns the pieces of text and tool calls seen so far, where they are kept.
	 */
	List<String> texts() {
		synchronized (this.texts) {
			return List.copyOf(this.texts);
		}
	}

	private static boolean hasLength(@Nullable String text) {
		return text != null && !text.isEmpty();
	}

	/**
	 * Takes the id of the answer from elsewhere, where the answer itself said none.
	 */
	void named(String id) {
		named(id, null);
	}

	private void named(@Nullable String id, @Nullable String model) {
		if (this.id == null && hasText(id)) {
			this.id = id;
		}
		// every chunk names the same model, mostly by the same text
		if (model != this.model && hasText(model)) {
			this.model = model;
		}
	}

	private void reported(@Nullable Usage usage, Object answer) {
		boolean reported = SpringAiUsageReader.isReported(usage);
		if (reported || this.usage == null) {
			this.response = answer;
		}
		if (reported) {
			this.usage = usage;
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
		return this.usage;
	}

	/**
	 * Returns how many images were made.
	 */
	@Nullable Long images() {
		return this.images;
	}

	/**
	 * Returns the response that carried the usage, the last one where none did.
	 */
	@Nullable Object response() {
		return this.response;
	}

	private static boolean hasText(@Nullable String text) {
		return text != null && !text.isBlank();
	}

}
