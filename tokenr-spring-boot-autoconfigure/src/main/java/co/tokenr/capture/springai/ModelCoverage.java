package co.tokenr.capture.springai;

import java.util.ArrayList;
import java.util.List;

import co.tokenr.capture.ApplicationBeans;
import co.tokenr.capture.CoverageItem;
import co.tokenr.capture.CoverageSource;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.audio.transcription.TranscriptionModel;
import org.springframework.ai.audio.tts.TextToSpeechModel;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.moderation.ModerationModel;

/**
 * Knows which models of Spring AI are seen, and whether their observation is.
 */
public final class ModelCoverage implements CoverageSource {

	private static final String OBSERVATION = "observation";

	private static final String SERVED = "co.tokenr.capture.okhttp.ServedDetailsInterceptor";

	private static final String WRAP = " or wrap it by TokenrModels.instrument(model).";

	private final ApplicationBeans beans;

	private final ModelObservationWatch watch;

	/**
	 * Creates the source.
	 * @param beans the beans of the application
	 * @param watch noticed observations that were switched off
	 */
	public ModelCoverage(ApplicationBeans beans, ModelObservationWatch watch) {
		this.beans = beans;
		this.watch = watch;
	}

	@Override
	public List<CoverageItem> coverage() {
		List<CoverageItem> items = new ArrayList<>();
		items.addAll(this.beans.each("observation", "observation_registry", ObservationRegistry.class, this::registry));
		items.addAll(this.beans.each("chat-model", "chat_model", ChatModel.class,
				(name, model) -> model("chat_model", name, model)));
		items.addAll(this.beans.each("embedding", "embedding_model", EmbeddingModel.class,
				(name, model) -> model("embedding_model", name, model)));
		items.addAll(this.beans.each("image", "image_model", ImageModel.class,
				(name, model) -> model("image_model", name, model)));
		items.addAll(this.beans.each("audio", "speech_model", TextToSpeechModel.class,
				(name, model) -> served("speech_model", name, model)));
		items.addAll(this.beans.each("audio", "transcription_model", TranscriptionModel.class,
				(name, model) -> served("transcription_model", name, model)));
		items.addAll(this.beans.each("vendor-sdk", "moderation_model", ModerationModel.class,
				(name, model) -> served("moderation_model", name, model)));
		return items;
	}

	private CoverageItem registry(String name, ObservationRegistry registry) {
		CoverageItem item = observed("observation_registry", name, registry);
		if (item.state() == CoverageItem.State.TRACKED && this.watch.isAnyDisabled()) {
			return CoverageItem.bypassed(item.kind(), name,
					"An ObservationPredicate was against observing a call of a model. Let it agree to "
							+ "gen_ai.client.operation.");
		}
		return item;
	}

	/**
	 * Tells how the calls of a model are tracked, by whichever client they are made.
	 */
	static CoverageItem model(String kind, String name, Object model) {
		if (model instanceof TrackedChatModel || model instanceof TrackedEmbeddingModel
				|| model instanceof TrackedImageModel) {
			return CoverageItem.tracked(kind, name, "wrapper");
		}
		ObservationRegistry registry = ModelInside.field(model, ObservationRegistry.class);
		return (registry != null) ? observed(kind, name, registry)
				: CoverageItem.unknown(kind, name,
						"Cannot tell: it shows no ObservationRegistry. If it calls a provider, wrap it by"
								+ " TokenrModels.instrument(model).");
	}

	private static CoverageItem observed(String kind, String name, ObservationRegistry registry) {
		return switch (ObservationProbe.of(registry)) {
			case OBSERVED -> CoverageItem.tracked(kind, name, OBSERVATION);
			case NOOP -> CoverageItem.bypassed(kind, name,
					"Nothing is observed by its registry, so that only calls by a tracked ChatClient are counted."
							+ " Build it with the bean ObservationRegistry" + WRAP);
			case DISABLED -> CoverageItem.bypassed(kind, name,
					"Observations of models are switched off. Remove management.observations.enable.gen_ai=false"
							+ " (or .all=false, or the ObservationPredicate)" + WRAP);
			case NOT_HANDLED -> CoverageItem.bypassed(kind, name,
					"Its registry does not have our handler. Add the bean ModelObservationHandler to the registry,"
							+ WRAP);
		};
	}

	/**
	 * What Spring AI does not observe is seen by the HTTP client of its OpenAI module.
	 */
	private static CoverageItem served(String kind, String name, Object model) {
		if (ModelInside.reaches(model, SERVED)) {
			return CoverageItem.tracked(kind, name, "openai_sdk");
		}
		return ModelInside.reaches(model, "okhttp3.OkHttpClient")
				? CoverageItem.bypassed(kind, name,
						"Its HTTP client was built without customizers. Let Spring AI auto-configure it, or apply the"
								+ " OpenAiHttpClientBuilderCustomizer beans.")
				: CoverageItem.unknown(kind, name,
						"Cannot tell: Spring AI observes no such model. Its calls are counted where its RestClient or"
								+ " WebClient is tracked.");
	}

}
