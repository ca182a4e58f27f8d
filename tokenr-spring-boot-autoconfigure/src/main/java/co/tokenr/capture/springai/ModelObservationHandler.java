package co.tokenr.capture.springai;

import java.util.ArrayDeque;
import java.util.Deque;

import co.tokenr.attribution.Attribution;
import co.tokenr.attribution.AttributionContext;
import co.tokenr.capture.CallClaim;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationView;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.advisor.observation.AdvisorObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationContext;
import org.springframework.ai.image.observation.ImageModelObservationContext;
import org.springframework.ai.model.observation.ModelObservationContext;

/**
 * Sees every call of a chat, embedding or image model that is observed: adds it to the
 * round that is open for it or, where there is none, is what records it. While a model's
 * observation is the current one, the call is claimed. The context of the observation
 * holds {@link CallClaim#KEY}, for those who find the observation in a Reactor context. A
 * handler may be registered twice. Thread-safe.
 */
public final class ModelObservationHandler implements ObservationHandler<ModelObservationContext<?, ?>> {

	private static final ThreadLocal<Deque<CallClaim>> CLAIMS = new ThreadLocal<>();

	private final SpringAiCapture capture;

	private final ModelObservationWatch watch;

	/**
	 * Creates a handler.
	 * @param capture records the calls
	 * @param watch is told of each observation that starts
	 */
	public ModelObservationHandler(SpringAiCapture capture, ModelObservationWatch watch) {
		this.capture = capture;
		this.watch = watch;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		if (context instanceof ObservationProbe probe) {
			probe.choose();
		}
		return context instanceof ModelObservationContext;
	}

	@Override
	public void onStart(ModelObservationContext<?, ?> context) {
		if (context.containsKey(CallClaim.KEY)) {
			return;
		}
		context.put(CallClaim.KEY, true);
		this.watch.started();
		if (this.capture.isEnabled()) {
			this.capture.guard().run("look at an observation", () -> begin(context));
		}
	}

	private void begin(ModelObservationContext<?, ?> context) {
		ModelRequest request = request(context);
		if (request == null) {
			return;
		}
		Round round = this.capture.begin(start(context, request).observedBy(context));
		if (round != null) {
			round.traced(() -> this.capture.traces().of(context));
			context.put(Round.class, round);
		}
	}

	private static @Nullable ModelRequest request(ModelObservationContext<?, ?> context) {
		ModelRequest request;
		if (context instanceof ChatModelObservationContext chat) {
			request = ModelRequest.of(chat.getRequest());
		}
		else if (context instanceof EmbeddingModelObservationContext embedding) {
			request = ModelRequest.of(embedding.getRequest());
		}
		else if (context instanceof ImageModelObservationContext image) {
			request = ModelRequest.of(image.getRequest());
		}
		else {
			return null;
		}
		return request.through(SpringAiModules.ofObservation(context.getOperationMetadata().provider()));
	}

	private RoundStart start(ModelObservationContext<?, ?> context, ModelRequest request) {
		ChatClientRequest client = client(context.getParentObservation());
		Round outer = outer(request, client);
		if (outer != null) {
			return RoundStart.inside(outer, RoundStart.SeenBy.OBSERVATION, request, isStreaming(context));
		}
		AttributionContext around = this.capture.resolve(SurroundingContext.ofThread(), null);
		Attribution parameters = Attribution.NONE;
		if (client != null) {
			AttributionContext carried = ClientRequests.context(client);
			around = (carried != null && around == AttributionContext.EMPTY) ? carried : around;
			parameters = (carried == null) ? ClientRequests.parameters(client, this.capture.guard()) : parameters;
		}
		return RoundStart.alone(RoundStart.SeenBy.OBSERVATION, request, around, parameters, isStreaming(context));
	}

	/** A model that rewrites its prompt on another thread is known by its parent only. */
	private @Nullable Round outer(ModelRequest request, @Nullable ChatClientRequest client) {
		OpenRounds open = this.capture.open();
		Round round = open.byRequest(request.source());
		if (round == null && client != null && request.source() instanceof Prompt) {
			round = open.byRequest(client.prompt());
		}
		return (round != null) ? round : open.ofThread(request);
	}

	/** Finds the request of the client that calls the model, where both are observed. */
	private static @Nullable ChatClientRequest client(@Nullable ObservationView parent) {
		for (ObservationView view = parent; view != null; view = view.getContextView().getParentObservation()) {
			if (view.getContextView() instanceof AdvisorObservationContext advisor) {
				return advisor.getChatClientRequest();
			}
		}
		return null;
	}

	private static boolean isStreaming(ModelObservationContext<?, ?> context) {
		return context instanceof ChatModelObservationContext chat && chat.isStreaming();
	}

	@Override
	public void onStop(ModelObservationContext<?, ?> context) {
		Round round = context.get(Round.class);
		if (round == null) {
			return;
		}
		Throwable failure = context.getError();
		Object response = context.getResponse();
		if (response != null) {
			round.seen(response);
		}
		if (failure != null) {
			round.failed(failure);
		}
		else if (response == null && isStreaming(context)) {
			round.cancelled();
		}
		else {
			round.completed();
		}
	}

	@Override
	public void onScopeOpened(ModelObservationContext<?, ?> context) {
		if (context.get(Round.class) != null) {
			Deque<CallClaim> open = CLAIMS.get();
			if (open == null) {
				open = new ArrayDeque<>();
				CLAIMS.set(open);
			}
			open.push(CallClaim.open());
		}
	}

	@Override
	public void onScopeClosed(ModelObservationContext<?, ?> context) {
		Deque<CallClaim> open = CLAIMS.get();
		if (context.get(Round.class) == null || open == null) {
			return;
		}
		open.pop().close();
		if (open.isEmpty()) {
			CLAIMS.remove();
		}
	}

	@Override
	@SuppressWarnings("deprecation")
	public void onScopeReset(ModelObservationContext<?, ?> context) {
		onScopeClosed(context);
	}

}
