package co.tokenr.capture.springai;

import java.util.ArrayList;
import java.util.List;

import co.tokenr.usage.CallStatus;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a round that has ended and of the model calls seen inside it. One call
 * seen is the round itself, whose reading is the richer; several, as of a model that
 * falls back to another, are calls of their own; none is a model that nobody else can
 * see.
 *
 * @param counted whether the round is recorded
 * @param answering the call inside that the round speaks for, {@code null} for none
 * @param apart the calls inside that are recorded by themselves
 */
record RoundVerdict(boolean counted, @Nullable Round answering, List<Round> apart) {

	/** Another round decides, or has decided. */
	static final RoundVerdict NOTHING = new RoundVerdict(false, null, List.of());

	/** Nobody saw a call inside the round. */
	private static final RoundVerdict ALONE = new RoundVerdict(true, null, List.of());

	static RoundVerdict of(Round round, List<Round> inside) {
		if (inside.isEmpty()) {
			return ALONE;
		}
		List<Round> calls = new ArrayList<>();
		List<Round> turns = new ArrayList<>();
		for (Round call : inside) {
			(isOfClient(call) ? turns : calls).add(call);
		}
		Round answering = turns.isEmpty() ? answering(round, calls) : null;
		if (answering != null) {
			calls.remove(answering);
			return new RoundVerdict(true, answering, calls);
		}
		return new RoundVerdict(isCallOfItsOwn(round, calls, turns), null, calls);
	}

	private static @Nullable Round answering(Round round, List<Round> calls) {
		if (calls.size() == 1) {
			Round call = calls.get(0);
			boolean same = call.status() == null || call.status() == round.status();
			return (same && !isSeveral(call) && mayBe(call, round)) ? call : null;
		}
		if (!round.start().streaming()) {
			// an answer may be made up of several, and so may its usage
			return null;
		}
		List<Round> alive = calls.stream().filter((call) -> call.status() != CallStatus.ERROR).toList();
		boolean one = alive.size() == 1 && round.status() != CallStatus.ERROR;
		return (one && !isSeveral(alive.get(0)) && mayBe(alive.get(0), round)) ? alive.get(0) : null;
	}

	/** Whether there was a call that nobody saw inside the round. */
	private static boolean isCallOfItsOwn(Round round, List<Round> calls, List<Round> turns) {
		if (calls.isEmpty() && turns.isEmpty()) {
			return true;
		}
		boolean failed = round.status() == CallStatus.ERROR;
		if (!calls.isEmpty() && (failed || !round.hasAnswered())) {
			return false;
		}
		return calls.stream().allMatch((call) -> call.status() == CallStatus.ERROR || !mayBe(call, round))
				&& turns.stream().noneMatch((turn) -> isSame(turn, round));
	}

	/**
	 * A client inside the round is what the model is made of, or is used by a tool that
	 * the model runs by itself. Only the answer tells.
	 */
	private static boolean isSame(Round turn, Round round) {
		if (turn.status() != round.status()) {
			return false;
		}
		String id = round.answer().id();
		Object response = round.answer().response();
		return (id != null && id.equals(turn.answer().id())) || response == turn.answer().response();
	}

	private static boolean mayBe(Round call, Round round) {
		String id = call.answer().id();
		return id == null || round.answer().id() == null || id.equals(round.answer().id());
	}

	private static boolean isSeveral(Round call) {
		List<Round> inside = call.insideNow();
		return inside.size() > 1 || (inside.size() == 1 && isSeveral(inside.get(0)));
	}

	private static boolean isOfClient(Round call) {
		return call.start().seenBy() == RoundStart.SeenBy.ADVISOR;
	}

}
