package co.tokenr.capture.springai;

import java.net.URI;
import java.util.List;
import java.util.Map;

import co.tokenr.response.ResponseUsage;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.LlmCallBuilder;
import co.tokenr.usage.Operation;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageCounters;
import co.tokenr.usage.UsageSource;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.Usage;

/**
 * Reads what was asked and answered in a round that has ended, and what only the wire
 * knew of it.
 */
final class RoundReading {

	private final SpringAiCapture capture;

	private final LlmCallBuilder facts;

	private final ModelRequest request;

	private final Answer answer;

	private final CallStatus status;

	private TokenCounts counts = TokenCounts.NONE;

	private UsageCounters counters = UsageCounters.NONE;

	private UsageSource source = UsageSource.MISSING;

	RoundReading(SpringAiCapture capture, LlmCallBuilder facts, ModelRequest request, Answer answer,
			CallStatus status) {
		this.capture = capture;
		this.facts = facts;
		this.request = request;
		this.answer = answer;
		this.status = status;
	}

	/**
	 * Reads everything. What can't be read is left out.
	 * @param aggregated whether the answer is what Spring AI made of the chunks of a
	 * stream
	 */
	void read(boolean aggregated) {
		this.facts.operation(this.request.operation())
			.requestModel(this.request.model())
			.responseId(this.answer.id())
			.responseModel(model());
		this.capture.guard().run("read a request", this::describe);
		this.capture.guard().run("read a usage", () -> count(aggregated));
		this.capture.guard().run("add what was read on the wire", this::addServed);
	}

	LlmCallBuilder facts() {
		return this.facts;
	}

	List<String> texts() {
		return this.answer.texts();
	}

	/**
	 * Returns the model that answered. Spring AI's Ollama module merges the chunks of a
	 * tool call, and their model names into one that is the name several times over.
	 */
	@Nullable String model() {
		String model = this.answer.model();
		if (model == null || model.equals(this.request.model()) || !SpringAiModules.OLLAMA.equals(module())) {
			return model;
		}
		return model.substring(0, (model + model).indexOf(model, 1));
	}

	@Nullable Object response() {
		return this.answer.response();
	}

	/**
	 * Whether OpenAI's module was told everything but the usage.
	 */
	boolean isSilentlyOpenAi() {
		return this.source == UsageSource.MISSING && this.status == CallStatus.SUCCESS && this.answer.id() != null
				&& SpringAiModules.OPENAI.equals(module()) && this.request.operation() == Operation.CHAT;
	}

	/**
	 * Returns the base URL that was called, {@code null} where it is not known.
	 */
	@Nullable URI endpoint() {
		RequestOptions details = this.capture.options(this.request.options());
		String baseUrl = this.capture.providers().baseUrl(SpringAiModules.OPENAI, Operation.CHAT, details);
		return (baseUrl != null) ? URI.create(baseUrl) : null;
	}

	private @Nullable String module() {
		String module = SpringAiModules.module(this.request.options(), this.answer.usage());
		return (module != null) ? module : this.request.module();
	}

	private void describe() {
		String module = module();
		if (module != null) {
			this.facts.provider(module);
			RequestOptions details = this.capture.options(this.request.options());
			this.facts.serviceTier(details.serviceTier());
			this.facts.provider(this.capture.providers().provider(module, this.request.operation(), details));
		}
	}

	private void count(boolean aggregated) {
		Usage usage = this.answer.usage();
		if (usage != null) {
			String module = module();
			NativeUsage read = this.capture.reader().read(usage, (module != null) ? module : "");
			this.counts = isEmbedding() ? inputOf(read.counts()) : read.counts();
			this.counters = read.counters();
			if (this.counts != TokenCounts.NONE) {
				// Ollama has no more to tell than the two counts that are kept
				boolean dropped = aggregated && usage.getNativeUsage() instanceof Map
						&& !SpringAiModules.OLLAMA.equals(module);
				boolean complete = this.status == CallStatus.SUCCESS && read.complete() && !dropped;
				this.source = complete ? UsageSource.PROVIDER : UsageSource.PARTIAL;
			}
			if (read.serviceTier() != null) {
				this.facts.serviceTier(read.serviceTier());
			}
			this.facts.region(read.region());
		}
		Long images = this.answer.images();
		if (images != null) {
			this.counters = ServedCounts.fill(this.counters, new UsageCounters(null, null, images, null, null, null));
			this.source = (this.source == UsageSource.MISSING) ? UsageSource.PROVIDER : this.source;
		}
		this.facts.usage(this.counts, this.source).counters(this.counters);
	}

	private boolean isEmbedding() {
		return this.request.operation() == Operation.EMBEDDINGS;
	}

	/** An embedding puts nothing out, which Spring AI calls zero. */
	private static TokenCounts inputOf(TokenCounts counts) {
		Long output = counts.output();
		return (output != null && output == 0) ? TokenCounts.builder().input(counts.input()).build() : counts;
	}

	private void addServed() {
		ResponseUsage served = this.capture.served().take(this.answer.id());
		if (served == null) {
			return;
		}
		if (this.source == UsageSource.PROVIDER) {
			this.counts = ServedCounts.fill(this.counts, served.usage());
		}
		else if (served.source() != UsageSource.MISSING) {
			this.counts = served.complete() ? served.usage() : ServedCounts.fill(this.counts, served.usage());
			this.source = served.source();
		}
		this.facts.usage(this.counts, this.source)
			.counters(ServedCounts.fill(this.counters, served.counters()))
			.iterations(served.iterations())
			.providerCost(served.providerCost())
			.speed(served.speed());
		if (served.serviceTier() != null) {
			this.facts.serviceTier(served.serviceTier());
		}
		if (served.region() != null) {
			this.facts.region(served.region());
		}
		if (this.answer.model() == null) {
			this.facts.responseModel(served.responseModel());
		}
	}

}
