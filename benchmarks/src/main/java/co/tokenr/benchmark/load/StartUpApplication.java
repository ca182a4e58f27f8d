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
 * processor time of the whole process in microseconds until it is ready and a second
 * later, which takes in what the start has left to other threads, and the classes loaded.
 * Knows nothing of the starter, which may be on its class path or not.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class StartUpApplication {

	private static final long QUIET_MILLIS = 1000;

	public static void main(String[] args) throws Exception {
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		SpringApplication.run(StartUpApplication.class, args);
		long ready = system.getProcessCpuTime();
		Thread.sleep(QUIET_MILLIS);
		long later = system.getProcessCpuTime();
		long classes = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
		Files.writeString(Path.of(System.getProperty("figures")), ready / 1000 + " " + later / 1000 + " " + classes);
		Runtime.getRuntime().halt(0);
	}

}
