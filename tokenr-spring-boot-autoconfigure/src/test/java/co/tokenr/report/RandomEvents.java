package co.tokenr.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import co.tokenr.attribution.Attribution;
import co.tokenr.usage.CallStatus;
import co.tokenr.usage.Cost;
import co.tokenr.usage.CostDetails;
import co.tokenr.usage.CostStatus;
import co.tokenr.usage.LlmCall;
import co.tokenr.usage.Operation;
import co.tokenr.usage.Origin;
import co.tokenr.usage.ProviderCost;
import co.tokenr.usage.TokenCounts;
import co.tokenr.usage.UsageCounters;
import co.tokenr.usage.UsageEvent;
import co.tokenr.usage.UsageIteration;
import co.tokenr.usage.UsageSource;
import org.jspecify.annotations.Nullable;

/**
 * Events of which any field may be there or not and hold whatever its type allows: broken
 * Unicode, control characters, numbers of any size.
 */
public final class RandomEvents {

	private static final String[] PROVIDERS = { "openai", "anthropic", "aws.bedrock", "gcp.gemini", "azure.ai.openai" };

	private final Random random;

	public RandomEvents(long seed) {
		this.random = new Random(seed);
	}

	public UsageEvent next() {
		LlmCall call = LlmCall.builder(some("test"))
			.occurredAt(Instant.ofEpochSecond(this.random.nextInt(), this.random.nextInt(1_000_000_000)))
			.provider(maybe() ? any(PROVIDERS) : text())
			.operation(any(Operation.values()))
			.requestModel(text())
			.responseModel(text())
			.responseId(text())
			.serviceTier(text())
			.streaming(maybe())
			.status(any(CallStatus.values()))
			.failureType(text())
			.latency(maybe() ? Duration.ofNanos(this.random.nextLong() >>> 8) : null)
			.timeToFirstToken(maybe() ? Duration.ofNanos(this.random.nextInt(1_000_000)) : null)
			.usage(counts(), any(UsageSource.values()))
			.counters(new UsageCounters(count(), count(), count(), decimal(), count(), count()))
			.iterations(maybe() ? List.of(new UsageIteration(some("pass"), text(), counts())) : List.of())
			.providerCost(maybe() ? new ProviderCost(new BigDecimal("0.50"), "USD") : null)
			.speed(text())
			.region(text())
			.run(text(), maybe() ? this.random.nextInt() : null)
			.trace(text(), text())
			.build();
		return new UsageEvent(call, attribution(), cost(), new Origin(text(), text(), text()));
	}

	private Attribution attribution() {
		Attribution.Builder attribution = Attribution.builder()
			.agent(text())
			.feature(text())
			.team(text())
			.customer(text())
			.user(text())
			.conversation(text());
		for (int i = this.random.nextInt(5); i > 0; i--) {
			attribution.tag(some("k" + i), some("v"));
		}
		if (maybe()) {
			attribution.tag("remote_save", "false").tag("customer_id", "mine");
		}
		return attribution.build();
	}

	private Cost cost() {
		BigDecimal amount = decimal();
		if (amount == null) {
			return Cost.UNPRICED;
		}
		Cost.Basis basis = new Cost.Basis("card", text(), text(), text(), text(), decimal(), decimal(), text(), text());
		List<Cost.Item> items = new ArrayList<>();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			items.add(new Cost.Item("input", BigDecimal.valueOf(i), new BigDecimal("1E+2"), 1_000_000,
					new BigDecimal("1E-20"), text(), text(), text()));
		}
		List<String> notPriced = maybe() ? List.of("images", some("x")) : List.of();
		return new Cost(amount, maybe() ? "USD" : "EUR", CostStatus.EXACT, CostDetails.of(basis, items, notPriced),
				decimal(), decimal());
	}

	private TokenCounts counts() {
		return TokenCounts.builder()
			.input(count())
			.cacheReadInput(count())
			.cacheCreationInput(count())
			.cacheCreation1hInput(count())
			.toolUseInput(count())
			.output(count())
			.reasoningOutput(count())
			.build();
	}

	private @Nullable Long count() {
		return switch (this.random.nextInt(4)) {
			case 0 -> null;
			case 1 -> 0L;
			case 2 -> this.random.nextLong() >>> 3;
			default -> (long) this.random.nextInt(100_000);
		};
	}

	private @Nullable BigDecimal decimal() {
		return switch (this.random.nextInt(6)) {
			case 0 -> null;
			case 1 -> BigDecimal.ZERO;
			case 2 ->
				new BigDecimal(new BigInteger(this.random.nextInt(200), this.random), this.random.nextInt(60) - 20);
			case 3 -> BigDecimal.valueOf(this.random.nextInt(), this.random.nextInt(25));
			case 4 -> BigDecimal.valueOf(this.random.nextLong(), this.random.nextInt(19));
			default -> new BigDecimal("0.0085");
		};
	}

	private @Nullable String text() {
		return (this.random.nextInt(3) > 0) ? some("a") : null;
	}

	private String some(String start) {
		StringBuilder text = new StringBuilder(start);
		for (int i = this.random.nextInt(12); i > 0; i--) {
			switch (this.random.nextInt(8)) {
				case 0 -> text.append((char) this.random.nextInt(0x20));
				case 1 -> text.append("\"\\/\u007f\u2028<&'".charAt(this.random.nextInt(8)));
				case 2 -> text.append((char) this.random.nextInt(0x10000));
				case 3 -> text.append((char) (0xD800 + this.random.nextInt(0x800)));
				case 4 -> text.appendCodePoint(0x10000 + this.random.nextInt(0x100000));
				default -> text.append((char) (' ' + this.random.nextInt(95)));
			}
		}
		return text.toString();
	}

	private boolean maybe() {
		return this.random.nextBoolean();
	}

	private <T> T any(T[] values) {
		return values[this.random.nextInt(values.length)];
	}

}
