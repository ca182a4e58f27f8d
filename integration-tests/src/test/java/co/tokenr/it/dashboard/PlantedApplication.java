package co.tokenr.it.dashboard;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import co.tokenr.it.RunningApplication;
import co.tokenr.usage.UsageRecorder;
import com.example.demo.DemoProvider;

/**
 * An application to which calls were planted, that knows what they cost and writes them
 * to a file.
 *
 * @param provider nobody asks it anything
 * @param application the application
 */
record PlantedApplication(DemoProvider provider, RunningApplication application) implements AutoCloseable {

	static PlantedApplication start(Path folder, PlantedUsage usage, String... properties) {
		List<String> all = new ArrayList<>(List.of(PlantedCall.PRICES));
		all.addAll(
				List.of("tokenr.token=", "tokenr.export.jsonl.path=" + folder.resolve(UUID.randomUUID() + ".jsonl")));
		all.addAll(List.of(properties));
		DemoProvider provider = DemoProvider.start(0);
		RunningApplication application = RunningApplication.start(provider, "http://127.0.0.1:9/",
				all.toArray(String[]::new));
		usage.recordBy(application.bean(UsageRecorder.class));
		return new PlantedApplication(provider, application);
	}

	Dashboard in(Browser browser) {
		return new Dashboard(browser, "http://127.0.0.1:" + this.application.port() + "/actuator/tokenrdashboard");
	}

	@Override
	public void close() {
		this.application.close();
		this.provider.close();
	}

}
