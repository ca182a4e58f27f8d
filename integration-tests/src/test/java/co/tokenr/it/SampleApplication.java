package co.tokenr.it;

import java.util.ArrayList;
import java.util.List;

/**
 * The sample application, started as its user starts it.
 */
public final class SampleApplication {

	static final String MAIN = "com.example.supportdesk.SupportDeskApplication";

	private SampleApplication() {
	}

	/**
	 * Starts it in a JVM of its own, on a free port.
	 * @param arguments further arguments
	 */
	public static ChildJvm start(String... arguments) {
		return start(classPath(), List.of(), arguments);
	}

	static ChildJvm start(TestClassPath classPath, List<String> options, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--server.port=0", "--server.address=127.0.0.1"));
		all.addAll(List.of(arguments));
		return ChildJvm.start(classPath, options, MAIN, all.toArray(String[]::new));
	}

	/** Without these tests, what they run with and what only others need. */
	static TestClassPath classPath() {
		return TestClassPath.full()
			.without("test-classes", "junit-", "spring-ai-ollama", "spring-ai-autoconfigure-model-ollama",
					"spring-ai-rag", "spring-ai-vector-store", "spring-boot-webflux", "spring-boot-starter-webflux",
					"spring-boot-test", "selenium-", "spring-security-", "spring-boot-security",
					"spring-boot-starter-security");
	}

}
