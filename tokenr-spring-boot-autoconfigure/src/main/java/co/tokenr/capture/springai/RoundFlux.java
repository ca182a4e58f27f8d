package co.tokenr.capture.springai;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.ai.chat.client.ChatClientResponse;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * A stream of which each subscription is a round. Every signal is looked at before it is
 * passed on, so that a round is recorded by the time the subscriber learns of its end.
 * One operator of our own, because {@code tap} restores thread locals at every signal.
 */
final class RoundFlux extends FluxOperator<ChatClientResponse, ChatClientResponse> {

	private final Function<ContextView, @Nullable Round> rounds;

	RoundFlux(Flux<ChatClientResponse> source, Function<ContextView, @Nullable Round> rounds) {
		super(source);
		this.rounds = rounds;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatClientResponse> subscriber) {
		Round round = this.rounds.apply(subscriber.currentContext());
		this.source.subscribe((round != null) ? new RoundSubscriber(subscriber, round) : subscriber);
	}

	private static final class RoundSubscriber implements CoreSubscriber<ChatClientResponse>, Subscription {

		private final CoreSubscriber<? super ChatClientResponse> subscriber;

		private final Round round;

		private @Nullable Subscription upstream;

		RoundSubscriber(CoreSubscriber<? super ChatClientResponse> subscriber, Round round) {
			this.subscriber = subscriber;
			this.round = round;
		}

		@Override
		public Context currentContext() {
			return this.subscriber.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.upstream = subscription;
			this.subscriber.onSubscribe(this);
		}

		@Override
		public void onNext(ChatClientResponse response) {
			this.round.seen(response);
			this.subscriber.onNext(response);
		}

		@Override
		public void onError(Throwable failure) {
			this.round.failed(failure);
			this.subscriber.onError(failure);
		}

		@Override
		public void onComplete() {
			this.round.completed();
			this.subscriber.onComplete();
		}

		@Override
		public void request(long count) {
			if (this.upstream != null) {
				this.upstream.request(count);
			}
		}

		@Override
		public void cancel() {
			this.round.cancelled();
			if (this.upstream != null) {
				this.upstream.cancel();
			}
		}

	}

}
