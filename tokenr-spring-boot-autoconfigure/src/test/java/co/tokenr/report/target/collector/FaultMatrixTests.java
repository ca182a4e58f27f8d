package co.tokenr.report.target.collector;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestTemplate;
import org.junit.platform.commons.support.AnnotationSupport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the summary of the fault matrix to what is there.
 */
class FaultMatrixTests {

	private static final Pattern NUMBER = Pattern.compile("\\d\\d");

	@Test
	void eachRowIsTestedHereOrSaysWhere() {
		Set<Integer> rows = new TreeSet<>(FaultSummary.ELSEWHERE.keySet());
		Set<Integer> here = here();
		assertThat(rows).doesNotContainAnyElementsOf(here);
		rows.addAll(here);
		assertThat(rows).containsExactlyElementsOf(IntStream.rangeClosed(1, 72).boxed().toList());
	}

	@Test
	void eachTestThatIsNamedIsThere() throws Exception {
		for (String test : FaultSummary.ELSEWHERE.values()) {
			String[] parts = test.split("#");
			Class<?> type = Class.forName("co.tokenr." + parts[0]);
			assertThat(type.getDeclaredMethods()).filteredOn(FaultMatrixTests::isTest)
				.extracting(Method::getName)
				.contains(parts[1]);
		}
	}

	private static boolean isTest(Method method) {
		return AnnotationSupport.isAnnotated(method, Test.class)
				|| AnnotationSupport.isAnnotated(method, TestTemplate.class);
	}

	private static Set<Integer> here() {
		Set<Integer> rows = new TreeSet<>();
		Stream
			.of(DeliveryFaultTests.class, HostileSurroundingsTests.class, HostileNetworkTests.class,
					BrokenAnswerTests.class, UntrustedCollectorTests.class, HeavyTrafficTests.class,
					RandomFaultTests.class, OwnClientTests.class)
			.flatMap((type) -> Stream.of(type.getDeclaredMethods()))
			.filter((method) -> method.getName().startsWith("row"))
			.forEach((method) -> {
				Matcher matcher = NUMBER.matcher(method.getName());
				while (matcher.find()) {
					rows.add(Integer.valueOf(matcher.group()));
				}
			});
		return rows;
	}

}
