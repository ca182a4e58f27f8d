package co.tokenr.benchmark;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Calling a method of a bean that is annotated, beside calling it past its proxy.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class AnnotationBenchmark {

	private final TaggedService bare = new TaggedService();

	private ConfigurableApplicationContext context;

	private TaggedService tagged;

	/** Starts the application. */
	@Setup(Level.Trial)
	public void start() {
		this.context = new SpringApplicationBuilder(StarterApplication.class, TaggedService.class)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "logging.level.root=warn")
			.run();
		this.tagged = this.context.getBean(TaggedService.class);
	}

	/**
	 * Calls the method past its proxy.
	 * @return its result
	 */
	@Benchmark
	public int bare() {
		return this.bare.answer(7);
	}

	/**
	 * Calls the method.
	 * @return its result
	 */
	@Benchmark
	public int tagged() {
		return this.tagged.answer(7);
	}

	/** Closes the application. */
	@TearDown(Level.Trial)
	public void close() {
		this.context.close();
	}

}
