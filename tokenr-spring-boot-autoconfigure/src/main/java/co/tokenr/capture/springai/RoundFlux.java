package co.tokenr.capture.springai;

import java.util.function.Function;

import co.tokenr.capture.CallClaim;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * A stream of which each subscription is a round. Every signal is looked at before it is
 * passed on, so that a round is recorded by the time the subscriber learns of its end.
 * What is upstream finds the round and its claim in the Reactor context, and the round on
 * the thread that subscribes. One operator of our own, because {@code tap} restores
 * thread locals at every signal.
 */
final class RoundFlux<T> extends FluxOperator<T, T> {

	private final OpenRounds open;

	private final Function<? super T, @Nullable Object> answers;

	private final Function<ContextView, @Nullable Round> rounds;

	RoundFlux(Flux<T> source, OpenRounds open, Function<? super T, @Nullable Object> answers,
			Function<ContextView, @Nullable Round> rounds) {
		super(source);
		this.open = open;
		this.answers = answers;
		this.rounds = rounds;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> subscriber) {
		Round round = this.rounds.apply(subscriber.currentContext());
		if (round == null) {
			this.source.subscribe(subscriber);
			return;
		}
		try (OpenRounds.Entry entry = this.open.enter(round)) {
			this.source.subscribe(new RoundSubscriber<>(subscriber, round, entry, this.answers));
		}
		catch (Throwable ex) {
			round.failed(ex);
			throw ex;
		}
	}

	private static final class RoundSubscriber<T> implements CoreSubscriber<T>, Subscription {

		private final CoreSubscriber<? super T> subscriber;

		private final Round round;

		private final OpenRounds.Entry entry;

		private final OpenRounds.Entry back;

		private final Function<? super T, @Nullable Object> answers;

		private final Context context;

		private @Nullable Subscription upstream;

		RoundSubscriber(CoreSubscriber<? super T> subscriber, Round round, OpenRounds.Entry entry,
				Function<? super T, @Nullable Object> answers) {
			this.subscriber = subscriber;
			this.round = round;
			this.entry = entry;
			this.back = new OpenRounds.Entry(entry.rounds(), round);
			this.answers = answers;
			this.context = subscriber.currentContext().put(CallClaim.KEY, true).put(OpenRounds.KEY, round);
		}

		@Override
		public Context currentContext() {
			return this.context;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.upstream = subscription;
			this.subscriber.onSubscribe(this);
		}

		@Override
		public void onNext(T response) {
			this.round.seen(this.answers.apply(response));
			try (OpenRounds.Entry outside = outside()) {
				this.subscriber.onNext(response);
			}
		}

		@Override
		public void onError(Throwable failure) {
			this.round.failed(failure);
			try (OpenRounds.Entry outside = outside()) {
				this.subscriber.onError(failure);
			}
		}

		@Override
		public void onComplete() {
			this.round.completed();
			try (OpenRounds.Entry outside = outside()) {
				this.subscriber.onComplete();
			}
		}

		/** A source that answers at once does so on the thread that subscribes. */
		private OpenRounds.@Nullable Entry outside() {
			return this.entry.rounds().leave(this.round, this.entry.previous()) ? this.back : null;
		}

		@Override
		public void request(long count) {
			if (this.upstream != null) {
				this.upstream.request(count);
			}
		}

		@Override
		public void cancel() {
			this.round.cancelled(() -> {
				if (this.upstream != null) {
					this.upstream.cancel();
				}
			});
		}

	}

}
