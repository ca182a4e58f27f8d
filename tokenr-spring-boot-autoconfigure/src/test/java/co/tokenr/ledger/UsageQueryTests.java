package co.tokenr.ledger;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link UsageQuery}.
 */
class UsageQueryTests {

	private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

	private final UsageQuery query = UsageQuery.between(FROM, FROM.plusSeconds(3600), ZoneOffset.UTC);

	@Test
	void saysWhichDimensionsThereAre() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.query.groupBy("custmer"))
			.withMessageContaining("no dimension 'custmer'")
			.withMessageContaining("customer, user")
			.withMessageContaining("tag:<key>");
		assertThatIllegalArgumentException().isThrownBy(() -> this.query.where("tag:", "x"));
	}

	@Test
	void refusesAnEmptyRange() {
		assertThatIllegalArgumentException().isThrownBy(() -> UsageQuery.between(FROM, FROM, ZoneOffset.UTC))
			.withMessageContaining("not before 'to'");
	}

	@Test
	void refusesARangeOutOfAllTime() {
		assertThatIllegalArgumentException().isThrownBy(() -> UsageQuery.between(Instant.MIN, FROM, ZoneOffset.UTC))
			.withMessageContaining("between 1970-01-01");
	}

	@Test
	void refusesMoreBucketsThanAnyoneReads() {
		UsageQuery decade = UsageQuery.between(FROM, FROM.plusSeconds(10L * 365 * 86400), ZoneOffset.UTC);
		assertThatIllegalArgumentException().isThrownBy(() -> decade.bucket(TimeBucket.HOUR))
			.withMessageContaining("larger bucket or a shorter range");
		assertThat(decade.bucket(TimeBucket.DAY).bucket()).isEqualTo(TimeBucket.DAY);
	}

	@Test
	void refusesATopOfNothingOrEverything() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.query.top(0)).withMessageContaining("Use 1 to 1000");
		assertThatIllegalArgumentException().isThrownBy(() -> this.query.top(1001));
	}

	@Test
	void refusesTheSameDimensionTwice() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.query.groupBy("team", "team"))
			.withMessageContaining("Name each once");
	}

	@Test
	void refusesAFilterWithoutAValue() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.query.where("team"))
			.withMessageContaining("No value for 'team'");
	}

	@Test
	void addsValuesToAFilter() {
		UsageQuery filtered = this.query.where("team", "a").where("team", "b").without("team");
		assertThat(filtered.filters().get(Dimension.TEAM)).isEqualTo(new HashSet<>(Arrays.asList("a", "b", null)));
		assertThat(this.query.filters()).isEmpty();
	}

}
