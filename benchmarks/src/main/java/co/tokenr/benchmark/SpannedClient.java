package co.tokenr.benchmark;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import reactor.core.publisher.Flux;

/**
 * A client around whose calls an application opens spans of OpenTelemetry, which are
 * exported by OTLP/HTTP in batches as large as published: a queue of 2048, batches of
 * 512.
 */
final class SpannedClient extends TrackedClient {

	private final Loopback loopback = new Loopback();

	private final LongAdder exported = new LongAdder();

	private final SdkTracerProvider provider;

	private final Tracer tracer;

	SpannedClient() {
		super(client());
		SpanExporter exporter = OtlpHttpSpanExporter.builder()
			.setEndpoint(this.loopback.uri("/v1/traces").toString())
			.setCompression("gzip")
			.build();
		this.provider = SdkTracerProvider.builder()
			.addSpanProcessor(BatchSpanProcessor.builder(new CountingExporter(exporter, this.exported))
				.setMaxQueueSize(2048)
				.setMaxExportBatchSize(512)
				.build())
			.build();
		this.tracer = this.provider.get("benchmark");
	}

	private Span start() {
		return this.tracer.spanBuilder("chat gpt-4o-mini")
			.setAttribute("tag.agent", "support")
			.setAttribute("tag.feature", "answers")
			.setAttribute("tag.team", "care")
			.setAttribute("tag.channel", "web")
			.setAttribute("tag.release", "7.2")
			.startSpan();
	}

	private static void answered(Span span, ChatResponse response) {
		Usage usage = response.getMetadata().getUsage();
		span.setAttribute("gen_ai.response.model", response.getMetadata().getModel());
		span.setAttribute("gen_ai.usage.input_tokens", usage.getPromptTokens());
		span.setAttribute("gen_ai.usage.output_tokens", usage.getCompletionTokens());
	}

	@Override
	ChatResponse call() {
		Span span = start();
		try (Scope scope = span.makeCurrent()) {
			ChatResponse response = super.call();
			answered(span, response);
			return response;
		}
		finally {
			span.end();
		}
	}

	@Override
	Flux<ChatResponse> stream() {
		return Flux.defer(() -> {
			Span span = start();
			Last last = new Last();
			return super.stream().doOnNext(last::see).doOnTerminate(() -> {
				if (last.response != null) {
					answered(span, last.response);
				}
				span.end();
			});
		});
	}

	@Override
	void settle(long calls) {
		this.provider.forceFlush().join(1, TimeUnit.MINUTES);
		await("Exported spans", calls, this.exported::sum);
	}

	@Override
	public void close() {
		this.provider.close();
		this.loopback.close();
	}

	private static final class Last {

		private @Nullable ChatResponse response;

		void see(ChatResponse response) {
			this.response = response;
		}

	}

	/** Counts the spans that have arrived. */
	private record CountingExporter(SpanExporter exporter, LongAdder exported) implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			CompletableResultCode result = this.exporter.export(spans);
			return result.whenComplete(() -> this.exported.add(result.isSuccess() ? spans.size() : 0));
		}

		@Override
		public CompletableResultCode flush() {
			return this.exporter.flush();
		}

		@Override
		public CompletableResultCode shutdown() {
			return this.exporter.shutdown();
		}

	}

}
