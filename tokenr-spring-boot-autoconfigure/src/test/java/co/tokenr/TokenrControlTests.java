package co.tokenr;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import co.tokenr.report.FlushResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenrControl}.
 */
class TokenrControlTests {

	private final List<TokenrControlEvent> told = new ArrayList<>();

	private final TokenrControl control = new TokenrControl(new TokenrSwitches(true, false), new Delivery(),
			this.told::add);

	@Test
	void tellsOfEachChangeAndWhoAskedForIt() {
		this.control.setEnabled(false, "ada");
		this.control.setEnabled(true, null);
		this.control.setDebug(true, "ada");
		this.control.setDebug(false, "ada");
		this.control.setRemoteDelivery(false, "ada");
		this.control.setRemoteDelivery(true, "ada");
		assertThat(this.told).extracting(TokenrControlEvent::type)
			.containsExactly("TOKENR_TRACKING_DISABLED", "TOKENR_TRACKING_ENABLED", "TOKENR_DEBUG_ENABLED",
					"TOKENR_DEBUG_DISABLED", "TOKENR_DELIVERY_PAUSED", "TOKENR_DELIVERY_RESUMED");
		assertThat(this.told).extracting(TokenrControlEvent::principal)
			.containsExactly("ada", null, "ada", "ada", "ada", "ada");
	}

	@Test
	void tellsOfWhatWasSentInNumbers() {
		this.control.flush(Duration.ZERO, null);
		this.control.requeue("tokenr", "ada");
		assertThat(this.told).containsExactly(
				new TokenrControlEvent("TOKENR_DELIVERY_FLUSHED", null,
						Map.of("accepted", 1L, "rejected", 2L, "dropped", 3L, "waiting", 4L)),
				new TokenrControlEvent("TOKENR_DEAD_LETTERS_REQUEUED", "ada", Map.of("target", "tokenr", "events", 5)));
	}

	@Test
	void tellsNothingWhereNothingChanges() {
		this.control.setEnabled(true, null);
		this.control.setDebug(false, null);
		this.control.setRemoteDelivery(true, null);
		assertThat(this.told).isEmpty();
	}

	@Test
	void staysOffWhereItWasOffAtTheStart() {
		TokenrControl off = new TokenrControl(new TokenrSwitches(false, false), DeliveryControl.NONE, this.told::add);
		off.setEnabled(true, null);
		assertThat(off.isEnabled()).isFalse();
		assertThat(this.told).isEmpty();
	}

	@Test
	void aListenerThatFailsIsNobodysTrouble() {
		TokenrControl failing = new TokenrControl(new TokenrSwitches(true, false), new Delivery(), (event) -> {
			throw new IllegalStateException("no audit");
		});
		failing.setEnabled(false, null);
		assertThat(failing.isEnabled()).isFalse();
		assertThat(failing.flush(Duration.ZERO, null).accepted()).isEqualTo(1);
	}

	@Test
	void theFrontDoorOfAnApplicationWithoutTrackingDoesNothing() {
		Tokenr noop = DefaultTokenr.noop();
		noop.setEnabled(true);
		noop.setDebug(true);
		noop.setRemoteDelivery(false);
		assertThat(noop.isEnabled()).isFalse();
		assertThat(noop.isRemoteDelivery()).isTrue();
		assertThat(noop.requeue("tokenr")).isZero();
	}

	private static final class Delivery implements DeliveryControl {

		private boolean held;

		@Override
		public FlushResult flush(Duration timeout) {
			return new FlushResult(1, 2, 3, 4);
		}

		@Override
		public boolean isHeld() {
			return this.held;
		}

		@Override
		public void setHeld(boolean held) {
			this.held = held;
		}

		@Override
		public int requeue(String target) {
			return 5;
		}

	}

}
