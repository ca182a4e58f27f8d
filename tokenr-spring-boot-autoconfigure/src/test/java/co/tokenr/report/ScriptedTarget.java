package co.tokenr.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A target that does what a test says, and takes everything once that is used up.
 */
final class ScriptedTarget implements ReportTarget {

	final List<List<StoredEvent>> offered = new CopyOnWriteArrayList<>();

	final List<String> taken = new CopyOnWriteArrayList<>();

	final List<Long> times = new CopyOnWriteArrayList<>();

	volatile Behaviour always;

	private final Queue<Behaviour> script = new ConcurrentLinkedQueue<>();

	private final String name;

	private boolean local;

	private Egress egress = Egress.EVERYTHING;

	ScriptedTarget() {
		this("scripted");
	}

	ScriptedTarget(String name) {
		this.name = name;
	}

	ScriptedTarget then(Behaviour... behaviours) {
		this.script.addAll(List.of(behaviours));
		return this;
	}

	ScriptedTarget always(Behaviour behaviour) {
		this.always = behaviour;
		return this;
	}

	ScriptedTarget local() {
		this.local = true;
		return this;
	}

	ScriptedTarget egress(Egress egress) {
		this.egress = egress;
		return this;
	}

	@Override
	public Egress egress() {
		return this.egress;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean isLocal() {
		return this.local;
	}

	@Override
	public DeliveryResult deliver(List<StoredEvent> batch) throws InterruptedException {
		this.times.add(System.nanoTime());
		this.offered.add(List.copyOf(batch));
		Behaviour next = this.script.poll();
		next = (next != null) ? next : this.always;
		DeliveryResult result = (next != null) ? next.answer(batch) : DeliveryResult.accepted(batch.size());
		List<String> accepted = new ArrayList<>();
		for (int i = 0; i < result.size(); i++) {
			if (result.outcome(i).kind() == EventOutcome.Kind.ACCEPTED) {
				accepted.add(batch.get(i).id());
			}
		}
		this.taken.addAll(accepted);
		return result;
	}

	static Behaviour retryable(String kind) {
		return (batch) -> {
			throw new RetryableDeliveryException(kind, null);
		};
	}

	interface Behaviour {

		DeliveryResult answer(List<StoredEvent> batch) throws InterruptedException;

	}

}
