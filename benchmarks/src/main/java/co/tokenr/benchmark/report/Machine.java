package co.tokenr.benchmark.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;

/**
 * What the figures were measured on, and when.
 */
final class Machine {

	private Machine() {
	}

	static FigureTable table() {
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		String memory = String.format(Locale.ROOT, "%.1f GiB", system.getTotalMemorySize() / (double) (1 << 30));
		return new FigureTable("machine", "Measured on %s".formatted(LocalDate.now(ZoneOffset.UTC)))
			.row("%s, %d cores, %s".formatted(processor(), system.getAvailableProcessors(), memory))
			.row("%s %s".formatted(system.getName(), system.getVersion()))
			.row("JDK %s (%s)".formatted(Runtime.version(), System.getProperty("java.vendor")))
			.row("load average at the end: %.1f".formatted(system.getSystemLoadAverage()));
	}

	private static String processor() {
		try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
			return lines.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).trim())
				.findFirst()
				.orElse(System.getProperty("os.arch"));
		}
		catch (IOException ex) {
			return System.getProperty("os.arch");
		}
	}

}
