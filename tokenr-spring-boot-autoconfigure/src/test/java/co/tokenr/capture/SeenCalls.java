package co.tokenr.capture;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import co.tokenr.usage.CapturedCall;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.UsageRecorder;

/**
 * Keeps what is recorded.
 */
public class SeenCalls implements UsageRecorder {

	private final List<CapturedCall> calls = new CopyOnWriteArrayList<>();

	private volatile boolean enabled = true;

	@Override
	public boolean isEnabled() {
		return this.enabled;
	}

	public void switchOff() {
		this.enabled = false;
	}

	@Override
	public void record(CapturedCall call) {
		this.calls.add(call);
	}

	public List<CapturedCall> calls() {
		return this.calls;
	}

	public List<LlmCall> facts() {
		return this.calls.stream().map(CapturedCall::facts).toList();
	}

	public LlmCall fact() {
		if (this.calls.size() != 1) {
			throw new AssertionError("Expected one call but there are " + facts());
		}
		return this.calls.get(0).facts();
	}

}
