package co.tokenr.capture.webclient;

import co.tokenr.capture.HttpCall;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A request whose body is looked at while it is written.
 */
final class WatchedRequest extends ClientHttpRequestDecorator {

	private final HttpCall call;

	private final BufferLook look;

	WatchedRequest(ClientHttpRequest request, HttpCall call, BufferLook look) {
		super(request);
		this.look = look;
		this.call = call;
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		this.call.requesting();
		// what is a single buffer stays one: connectors write it at once
		return super.writeWith((body instanceof Mono<? extends DataBuffer> single) ? single.doOnNext(this::look)
				: Flux.from(body).doOnNext(this::look));
	}

	private void look(DataBuffer buffer) {
		this.look.at(buffer, this.call::requested);
	}

}
