package co.tokenr.benchmark.load;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

import com.sun.management.OperatingSystemMXBean;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * A web application with the actuator that is started and writes down what that took:
 * wall time and processor time in microseconds, and the classes loaded. Knows nothing of
 * the starter, which may be on its class path or not.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class StartUpApplication {

	public static void main(String[] args) throws Exception {
		long start = System.nanoTime();
		SpringApplication.run(StartUpApplication.class, args);
		long time = System.nanoTime() - start;
		awaitBackground();
		long cpu = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
		long classes = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
		Files.writeString(Path.of(System.getProperty("figures")), time / 1000 + " " + cpu / 1000 + " " + classes);
		Runtime.getRuntime().halt(0);
	}

	/** What the start has left to threads that end is a part of it. */
	private static void awaitBackground() throws InterruptedException {
		for (Thread thread : Thread.getAllStackTraces().keySet()) {
			if (thread.getName().endsWith("-warm-up")) {
				thread.join();
			}
		}
	}

}
