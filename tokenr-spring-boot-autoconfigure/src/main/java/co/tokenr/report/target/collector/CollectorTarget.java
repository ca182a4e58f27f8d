package co.tokenr.report.target.collector;

import java.time.Duration;
import java.util.List;

import co.tokenr.report.BlockedDeliveryException;
import co.tokenr.report.DeliveryException;
import co.tokenr.report.DeliveryResult;
import co.tokenr.report.Egress;
import co.tokenr.report.EventOutcome;
import co.tokenr.report.RefusedDeliveryException;
import co.tokenr.report.ReportTarget;
import co.tokenr.report.StoredEvent;
import co.tokenr.report.target.collector.EncodedEvents.Encoded;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events to Tokenr, or to a collector that speaks another
 * {@linkplain CollectorFormat format}.
 */
public final class CollectorTarget implements ReportTarget {

	private static final Duration BETWEEN_PROBES = Duration.ofMinutes(5);

	private final CollectorConnection connection;

	private final CollectorSettings settings;

	private final WireFormat format;

	private final @Nullable WireFormat fallback;

	private final CollectorClient client;

	private final long betweenProbes;

	private boolean fallenBack;

	private long fallenBackSince;

	/**
	 * Creates a target.
	 * @param connection where the collector is and what opens it
	 * @param settings how it is spoken to
	 * @throws IllegalArgumentException if the address is no https address of a host, or
	 * the token cannot stand in a header; says which property to change, and never the
	 * token
	 */
	public CollectorTarget(CollectorConnection connection, CollectorSettings settings) {
		this(connection, settings, BETWEEN_PROBES);
	}

	CollectorTarget(CollectorConnection connection, CollectorSettings settings, Duration betweenProbes) {
		this.connection = connection;
		this.settings = settings;
		this.betweenProbes = betweenProbes.toNanos();
		this.format = WireFormat.of(settings);
		this.fallback = this.format.fallback();
		CollectorAddress.of(connection.url(), settings.allowInsecure(), this.format.endings());
		BearerToken.of(connection.token());
		this.client = new CollectorClient(settings);
	}

	@Override
	public String name() {
		return "tokenr";
	}

	@Override
	public Egress egress() {
		return this.settings.egress();
	}

	@Override
	public DeliveryResult deliver(List<StoredEvent> batch) throws InterruptedException {
		EncodedEvents encoded = EncodedEvents.of(batch, this.format);
		if (encoded.events().isEmpty()) {
			return DeliveryResult.of(encoded.outcomes());
		}
		if (this.fallback == null) {
			return send(this.format, encoded);
		}
		if (!this.fallenBack || System.nanoTime() - this.fallenBackSince > this.betweenProbes) {
			this.fallenBack = false;
			try {
				return send(this.format, encoded);
			}
			catch (BlockedDeliveryException ex) {
				if (!CollectorAnswer.isNoSuchEndpoint(ex)) {
					throw ex;
				}
			}
		}
		return fallBack(this.fallback, encoded);
	}

	private DeliveryResult fallBack(WireFormat fallback, EncodedEvents encoded) throws InterruptedException {
		try {
			DeliveryResult result = send(fallback, encoded);
			if (!this.fallenBack) {
				this.fallenBack = true;
				this.fallenBackSince = System.nanoTime();
			}
			return result;
		}
		catch (BlockedDeliveryException ex) {
			this.fallenBack = false;
			throw ex;
		}
	}

	/**
	 * Sends all requests of a round. Once the collector has answered for one of them, a
	 * failure ends the round: what it said is reported, and the rest offered again. Until
	 * then the failure speaks of all.
	 */
	private DeliveryResult send(WireFormat format, EncodedEvents encoded) throws InterruptedException {
		CollectorAddress address = address();
		BearerToken token = token();
		List<EventOutcome> outcomes = encoded.outcomes();
		boolean answered = false;
		for (List<Encoded> events : encoded.requests(format.limit())) {
			try {
				CollectorAnswer answer = this.client.post(address.at(format.path()), token, format.contentType(),
						format.body(events), EncodedEvents.key(events));
				settle(events, format.read(answer, events), outcomes);
				answered = true;
			}
			catch (RefusedDeliveryException ex) {
				if (!answered) {
					throw ex;
				}
				if (events.size() > 1) {
					return DeliveryResult.of(outcomes);
				}
				// it took others: this one is at fault
				settle(events, List.of(EventOutcome.rejected(ex.kind())), outcomes);
			}
			catch (DeliveryException ex) {
				if (!answered) {
					throw ex;
				}
				return DeliveryResult.of(outcomes);
			}
			catch (InterruptedException ex) {
				if (!answered) {
					throw ex;
				}
				Thread.currentThread().interrupt();
				return DeliveryResult.of(outcomes);
			}
		}
		return DeliveryResult.of(outcomes);
	}

	private static void settle(List<Encoded> events, List<EventOutcome> read, List<EventOutcome> outcomes) {
		for (int i = 0; i < events.size(); i++) {
			outcomes.set(events.get(i).index(), read.get(i));
		}
	}

	private CollectorAddress address() {
		try {
			return CollectorAddress.of(this.connection.url(), this.settings.allowInsecure(), this.format.endings());
		}
		catch (IllegalArgumentException ex) {
			throw new BlockedDeliveryException("invalid_url");
		}
	}

	private BearerToken token() {
		String token = this.connection.token();
		if (token.isBlank()) {
			throw BlockedDeliveryException.credentials("missing_token");
		}
		try {
			return BearerToken.of(token);
		}
		catch (IllegalArgumentException ex) {
			throw BlockedDeliveryException.credentials("invalid_token");
		}
	}

	@Override
	public String toString() {
		return "CollectorTarget[" + name() + "]";
	}

}
