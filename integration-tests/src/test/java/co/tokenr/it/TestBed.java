package co.tokenr.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import co.tokenr.it.provider.LoopbackProvider;
import co.tokenr.it.provider.UnreliableGate;
import com.example.demo.DemoInvoice.Line;
import com.example.demo.DemoProvider;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application that the cells are run in, and all that it calls.
 *
 * @param context the application
 * @param chat speaks OpenAI's chat completions and Anthropic's messages
 * @param other speaks the other wires
 * @param gate the way to them with trouble on it
 */
record TestBed(ConfigurableApplicationContext context, DemoProvider chat, LoopbackProvider other, UnreliableGate gate) {

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/** What both providers billed so far, complete once nobody is being answered. */
	List<Line> lines() {
		await(() -> this.chat.inFlight() + this.other.inFlight() == 0);
		List<Line> lines = new ArrayList<>(this.chat.invoice().lines());
		lines.addAll(this.other.lines());
		return lines;
	}

	/**
	 * Waits for a while: who asks what came of it sees.
	 */
	static void await(Callable<Boolean> condition) {
		try {
			Awaitility.await().pollInterval(Duration.ofMillis(2)).atMost(Duration.ofSeconds(6)).until(condition);
		}
		catch (ConditionTimeoutException ex) {
			// the comparison tells what is missing
		}
	}

}
