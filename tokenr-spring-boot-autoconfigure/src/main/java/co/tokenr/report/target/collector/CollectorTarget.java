package co.tokenr.report.target.collector;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import co.tokenr.report.BlockedDeliveryException;
import co.tokenr.report.DeliveryException;
import co.tokenr.report.DeliveryReason;
import co.tokenr.report.DeliveryResult;
import co.tokenr.report.EventOutcome;
import co.tokenr.report.RefusedDeliveryException;
import co.tokenr.report.ReportTarget;
import co.tokenr.report.StoredEvent;
import co.tokenr.report.target.collector.EncodedEvents.Encoded;

/**
 * Delivers events to Tokenr, or to a collector that speaks as Tokenr does: in batches,
 * and one by one where the collector takes no batches.
 */
public final class CollectorTarget implements ReportTarget {

	private static final Duration BETWEEN_PROBES = Duration.ofMinutes(5);

	private static final EventOutcome UNWRITABLE = EventOutcome.rejected(DeliveryReason.SERIALIZE_ERROR);

	private final CollectorConnection connection;

	private final CollectorSettings settings;

	private final TokenrFormat format;

	private final CollectorClient client;

	private final long betweenProbes;

	private boolean noBatches;

	private long noBatchesSince;

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
		this.format = new TokenrFormat(settings.sendCost());
		CollectorAddress.of(connection.url(), settings.allowInsecure());
		BearerToken.of(connection.token());
		this.client = new CollectorClient(settings);
	}

	@Override
	public String name() {
		return "tokenr";
	}

	@Override
	public DeliveryResult deliver(List<StoredEvent> batch) throws InterruptedException {
		EncodedEvents encoded = EncodedEvents.of(batch, this.format::document);
		List<EventOutcome> outcomes = new ArrayList<>(Collections.nCopies(batch.size(), UNWRITABLE));
		if (encoded.events().isEmpty()) {
			return DeliveryResult.of(outcomes);
		}
		CollectorAddress address = address();
		BearerToken token = token();
		if (!this.noBatches || System.nanoTime() - this.noBatchesSince > this.betweenProbes) {
			this.noBatches = false;
			CollectorAnswer answer = this.client.post(address.batch(), token, encoded.body(), encoded.key());
			if (!answer.isNoSuchEndpoint()) {
				return taken(answer, encoded, outcomes);
			}
		}
		return oneByOne(address.single(), token, encoded, outcomes);
	}

	private static DeliveryResult taken(CollectorAnswer answer, EncodedEvents encoded, List<EventOutcome> outcomes) {
		List<Encoded> events = encoded.events();
		answer.requireTaken(events.size());
		String body = (answer.status() != 409) ? answer.body() : "";
		List<EventOutcome> read = BatchAnswer.read(body, events.size());
		for (int i = 0; i < events.size(); i++) {
			outcomes.set(events.get(i).index(), read.get(i));
		}
		return DeliveryResult.of(outcomes);
	}

	/**
	 * Once the collector has taken one event this way, a failure ends the round: what was
	 * taken is reported, and the rest offered again.
	 */
	private DeliveryResult oneByOne(URI address, BearerToken token, EncodedEvents encoded, List<EventOutcome> outcomes)
			throws InterruptedException {
		encoded.events().forEach((event) -> outcomes.set(event.index(), EventOutcome.AGAIN));
		for (Encoded event : encoded.events()) {
			boolean first = event == encoded.events().get(0);
			try {
				this.client.post(address, token, event.json(), event.key()).requireTaken(1);
				outcomes.set(event.index(), EventOutcome.ACCEPTED);
			}
			catch (RefusedDeliveryException ex) {
				outcomes.set(event.index(), EventOutcome.rejected(ex.kind()));
			}
			catch (DeliveryException ex) {
				if (first) {
					this.noBatches &= !(ex instanceof BlockedDeliveryException);
					throw ex;
				}
				return DeliveryResult.of(outcomes);
			}
			catch (InterruptedException ex) {
				if (first) {
					throw ex;
				}
				Thread.currentThread().interrupt();
				return DeliveryResult.of(outcomes);
			}
			if (!this.noBatches) {
				this.noBatches = true;
				this.noBatchesSince = System.nanoTime();
			}
		}
		return DeliveryResult.of(outcomes);
	}

	private CollectorAddress address() {
		try {
			return CollectorAddress.of(this.connection.url(), this.settings.allowInsecure());
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
