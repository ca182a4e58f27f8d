package co.tokenr;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import org.springframework.boot.autoconfigure.AutoConfiguration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Holds the house to its plan: what each station may know of the others.
 */
@AnalyzeClasses(packages = "co.tokenr", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String BASE = "co.tokenr";

	private static final String FRONT_DOOR = "";

	private static final Set<String> STATIONS = Set.of("attribution", "usage", "response", "pricing", "metrics",
			"report", "capture", "pipeline", "ledger");

	/** Station by station, the other stations that it may import. */
	private static final Map<String, Set<String>> IMPORTS = imports();

	@ArchTest
	static final ArchRule stationsKnowOnlyWhatThePlanAllows = classes().should(new ArchCondition<>("keep to the plan") {

		@Override
		public void check(JavaClass type, ConditionEvents events) {
			String station = station(type.getPackageName());
			type.getDirectDependenciesFromSelf().forEach((dependency) -> {
				JavaClass target = dependency.getTargetClass().getBaseComponentType();
				if (isOurs(target.getPackageName())) {
					String other = station(target.getPackageName());
					boolean allowed = other.equals(station) || IMPORTS.getOrDefault(station, Set.of()).contains(other);
					events.add(new SimpleConditionEvent(dependency, allowed, dependency.getDescription()));
				}
			});
		}

	});

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = slices().matching("co.tokenr.(**)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule leavesDoNotImportTechnologiesOfOthers = noClasses().that()
		.resideInAnyPackage("co.tokenr.response..", "co.tokenr.pricing..", "co.tokenr.usage..", "co.tokenr.pipeline..",
				"co.tokenr.report..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.ai..", "org.springframework.boot.actuate..",
				"org.springframework.boot.health..", "io.micrometer..");

	@ArchTest
	static final ArchRule springRetryLivesInOneClass = noClasses().that()
		.doNotHaveFullyQualifiedName("co.tokenr.report.DeliveryRetry")
		.and(notNestedIn("co.tokenr.report.DeliveryRetry"))
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.retry..");

	@ArchTest
	static final ArchRule springAiLivesInItsLeaf = livesIn("org.springframework.ai..",
			Set.of("capture.springai", "capture.openai", "capture.anthropic"), "SpringAi", "OpenAi", "Anthropic");

	@ArchTest
	static final ArchRule openAiLivesInItsLeaf = livesIn("com.openai..", Set.of("capture.springai", "capture.openai"),
			"OpenAi");

	@ArchTest
	static final ArchRule anthropicLivesInItsLeaf = livesIn("com.anthropic..",
			Set.of("capture.springai", "capture.anthropic"), "Anthropic");

	@ArchTest
	static final ArchRule okHttpLivesInItsLeaf = livesIn("okhttp3..", Set.of("capture.okhttp"), "OpenAi", "Anthropic");

	@ArchTest
	static final ArchRule restClientLivesInItsLeaf = livesIn("org.springframework.boot.restclient..",
			Set.of("capture.restclient"), "RestClient");

	@ArchTest
	static final ArchRule webFluxLivesInItsLeaf = livesIn("org.springframework.web.reactive..",
			Set.of("capture.webclient"), "WebClient");

	@ArchTest
	static final ArchRule springKafkaLivesInItsLeaf = livesIn("org.springframework.kafka..",
			Set.of("report.target.kafka"), "Kafka");

	@ArchTest
	static final ArchRule kafkaLivesInItsLeaf = livesIn("org.apache.kafka..", Set.of("report.target.kafka"));

	@ArchTest
	static final ArchRule googleLivesInItsLeaf = livesIn("com.google..", Set.of("capture.springai"), "SpringAi");

	@ArchTest
	static final ArchRule jdbcLivesInItsLeaf = livesIn("org.springframework.jdbc..", Set.of("ledger.jdbc"),
			"JdbcLedger");

	@ArchTest
	static final ArchRule tracingLivesInOneClass = noClasses().that()
		.doNotHaveFullyQualifiedName("co.tokenr.capture.TracerTraceIds")
		.and(notNestedIn("co.tokenr.autoconfigure.TokenrSpringAiAutoConfiguration"))
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.micrometer.tracing..");

	@ArchTest
	static final ArchRule autoConfigurationsAreFinal = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL)
		.andShould()
		.haveSimpleNameEndingWith("AutoConfiguration");

	@ArchTest
	static final ArchRule autoConfigurationsHaveNoPublicMethods = methods().that()
		.areDeclaredInClassesThat()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.notBePublic();

	@ArchTest
	static final ArchRule autoConfigurationsHaveNoPublicConstructors = constructors().that()
		.areDeclaredInClassesThat()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.notBePublic();

	@ArchTest
	static final ArchRule autoConfigurationsHaveNoPublicFields = fields().that()
		.areDeclaredInClassesThat()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.notBePublic()
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule nothingUnsafe = noClasses().should()
		.dependOnClassesThat()
		.haveFullyQualifiedName("sun.misc.Unsafe")
		.orShould()
		.dependOnClassesThat()
		.haveFullyQualifiedName("java.io.ObjectInputStream")
		.orShould()
		.dependOnClassesThat()
		.haveFullyQualifiedName("java.lang.Runtime")
		.orShould()
		.dependOnClassesThat()
		.haveFullyQualifiedName("java.lang.ProcessBuilder");

	/** A technology, in its packages and in the auto-configurations of its leaves. */
	private static ArchRule livesIn(String technology, Set<String> packages, String... leaves) {
		return noClasses().that(DescribedPredicate.describe("are not of its leaf", (type) -> {
			String name = type.getName();
			return packages.stream().noneMatch((home) -> name.startsWith(BASE + "." + home + ".")) && Arrays
				.stream(leaves)
				.noneMatch((leaf) -> name.startsWith(BASE + ".autoconfigure.Tokenr" + leaf + "AutoConfiguration"));
		})).should().dependOnClassesThat().resideInAPackage(technology);
	}

	private static Map<String, Set<String>> imports() {
		Map<String, Set<String>> imports = new TreeMap<>();
		imports.put("attribution", Set.of());
		imports.put("usage", Set.of("attribution"));
		for (String station : new String[] { "response", "pricing", "metrics", "report" }) {
			imports.put(station, Set.of("usage", "attribution"));
		}
		imports.put("capture", Set.of("usage", "attribution", "response"));
		imports.put("pipeline", Set.of("usage", "attribution", "pricing"));
		imports.put("ledger", Set.of("usage", "attribution", "report"));
		imports.put(FRONT_DOOR, STATIONS);
		imports.put("actuate", with(STATIONS, FRONT_DOOR));
		imports.put("autoconfigure", with(STATIONS, FRONT_DOOR, "actuate"));
		return imports;
	}

	private static Set<String> with(Set<String> stations, String... more) {
		Set<String> all = new TreeSet<>(stations);
		all.addAll(Arrays.asList(more));
		return all;
	}

	private static boolean isOurs(String packageName) {
		return packageName.equals(BASE) || packageName.startsWith(BASE + ".");
	}

	/** The first name below the base package; packages below a station belong to it. */
	private static String station(String packageName) {
		if (packageName.equals(BASE)) {
			return FRONT_DOOR;
		}
		String below = packageName.substring(BASE.length() + 1);
		return below.contains(".") ? below.substring(0, below.indexOf('.')) : below;
	}

	private static DescribedPredicate<JavaClass> notNestedIn(String name) {
		return DescribedPredicate.describe("are not nested in " + name,
				(type) -> !type.getName().startsWith(name + "$"));
	}

}
