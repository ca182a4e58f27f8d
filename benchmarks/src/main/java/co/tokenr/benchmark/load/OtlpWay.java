package co.tokenr.benchmark.load;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * OpenTelemetry: a span for each call with what our event says, through a
 * {@link BatchSpanProcessor} and OTLP over HTTP, compressed. As with the starter, no more
 * are handed over than may wait, so that it drops nothing.
 */
final class OtlpWay implements Way {

	private final AtomicLong exported = new AtomicLong();

	private final String label;

	private final LoopbackCollector collector;

	private final int mostWaiting;

	private final SdkTracerProvider provider;

	private final Tracer tracer;

	private long ended;

	OtlpWay(String label, LoopbackCollector collector, int batch, int queue, Duration delay) {
		this.label = label;
		this.collector = collector;
		this.mostWaiting = queue - queue / 10;
		SpanExporter exporter = OtlpHttpSpanExporter.builder()
			.setEndpoint(collector.url("/v1/traces"))
			.setCompression("gzip")
			.build();
		this.provider = SdkTracerProvider.builder()
			.addSpanProcessor(BatchSpanProcessor.builder(new Counting(exporter))
				.setMaxExportBatchSize(batch)
				.setMaxQueueSize(queue)
				.setScheduleDelay(delay)
				.build())
			.build();
		this.tracer = this.provider.get("load");
	}

	@Override
	public String label() {
		return this.label;
	}

	@Override
	public void send(int count) {
		for (int i = 0; i < count; i++) {
			while (this.ended - this.exported.get() > this.mostWaiting) {
				LockSupport.parkNanos(500_000);
			}
			span();
			this.ended++;
		}
		this.provider.forceFlush().join(1, TimeUnit.MINUTES);
	}

	private void span() {
		Span span = this.tracer.spanBuilder("chat gpt-4o").setSpanKind(SpanKind.CLIENT).startSpan();
		span.setAttribute("gen_ai.provider.name", Calls.PROVIDER);
		span.setAttribute("gen_ai.request.model", Calls.MODEL);
		span.setAttribute("gen_ai.response.model", Calls.MODEL);
		span.setAttribute("gen_ai.response.id", "chatcmpl-9f8e7d6c5b4a");
		span.setAttribute("gen_ai.usage.input_tokens", 1200);
		span.setAttribute("gen_ai.usage.cache_read.input_tokens", 800);
		span.setAttribute("gen_ai.usage.output_tokens", 345);
		span.setAttribute("agent_id", "support-desk");
		span.setAttribute("feature", "answers");
		span.setAttribute("team_id", "care");
		span.setAttribute("customer_id", "customer-7");
		span.setAttribute("region", "eu-central");
		span.end();
	}

	@Override
	public int received() {
		Set<Long> ids = new HashSet<>();
		this.collector.takeBodies().forEach((body) -> readSpans(ByteBuffer.wrap(body), 0, ids));
		return ids.size();
	}

	/**
	 * Of resource spans (1) the scope spans (2), of these the spans (2), and their ids.
	 */
	private static void readSpans(ByteBuffer message, int depth, Set<Long> ids) {
		while (message.hasRemaining()) {
			long key = varint(message);
			switch ((int) (key & 7)) {
				case 0 -> varint(message);
				case 1 -> message.position(message.position() + 8);
				case 5 -> message.position(message.position() + 4);
				case 2 -> {
					int length = (int) varint(message);
					ByteBuffer part = message.slice(message.position(), length);
					message.position(message.position() + length);
					boolean wanted = (key >> 3) == ((depth == 0) ? 1 : 2);
					if (wanted && depth < 3) {
						readSpans(part, depth + 1, ids);
					}
					else if (wanted) {
						ids.add(part.getLong());
					}
				}
				default -> throw new IllegalStateException("No protocol buffer");
			}
		}
	}

	private static long varint(ByteBuffer message) {
		long value = 0;
		int shift = 0;
		byte next = message.get();
		while (next < 0) {
			value |= (next & 0x7FL) << shift;
			shift += 7;
			next = message.get();
		}
		return value | ((long) next << shift);
	}

	@Override
	public void close() {
		this.provider.shutdown().join(10, TimeUnit.SECONDS);
	}

	/** Tells how much was acknowledged. */
	private final class Counting implements SpanExporter {

		private final SpanExporter exporter;

		Counting(SpanExporter exporter) {
			this.exporter = exporter;
		}

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			int size = spans.size();
			CompletableResultCode result = this.exporter.export(spans);
			result.whenComplete(() -> {
				if (result.isSuccess()) {
					OtlpWay.this.exported.addAndGet(size);
				}
			});
			return result;
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
