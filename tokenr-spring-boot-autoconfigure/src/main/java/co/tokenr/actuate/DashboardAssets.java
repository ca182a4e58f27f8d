package co.tokenr.actuate;

import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.util.StringUtils;

/**
 * The files that the page of the dashboard loads, by their fixed names. There are no
 * others, whatever is asked for.
 */
final class DashboardAssets {

	static final String DIRECTORY = "co/tokenr/actuate/dashboard/";

	static final String CHARTS = "chart.js";

	static final String CHARTS_VERSION = "META-INF/maven/org.webjars.npm/chart.js/pom.properties";

	static final String CHARTS_DIRECTORY = "META-INF/resources/webjars/chart.js/";

	static final String CHARTS_FILE = "/dist/chart.umd.js";

	static final Set<String> NAMES = Stream
		.of("dashboard.css", "icon.svg", CHARTS, "theme.js", "app.js", "advice.js", "api.js", "calls.js", "charts.js",
				"coverage.js", "decimal.js", "delivery.js", "dom.js", "drawer.js", "filters.js", "format.js",
				"groups.js", "kept.js", "kpis.js", "models.js", "movers.js", "overview.js", "parts.js", "place.js",
				"spend.js", "time.js", "usage.js")
		.collect(Collectors.toUnmodifiableSet());

	private static final Map<String, MimeType> TYPES = Map.of("css", MimeType.valueOf("text/css;charset=UTF-8"), "js",
			MimeType.valueOf("text/javascript;charset=UTF-8"), "svg", MimeType.valueOf("image/svg+xml"));

	private DashboardAssets() {
	}

	/**
	 * Finds a file.
	 * @return the file, {@code null} where there is none of that name
	 */
	static @Nullable Resource find(String name) {
		if (!NAMES.contains(name)) {
			return null;
		}
		return name.equals(CHARTS) ? charts() : resource(DIRECTORY + name);
	}

	static MimeType type(String name) {
		return TYPES.getOrDefault(StringUtils.getFilenameExtension(name), MimeTypeUtils.APPLICATION_OCTET_STREAM);
	}

	static Resource resource(String path) {
		return new ClassPathResource(path, DashboardAssets.class.getClassLoader());
	}

	/** Chart.js as its WebJar has it, in whatever version the application has that. */
	private static @Nullable Resource charts() {
		try {
			Properties properties = PropertiesLoaderUtils.loadProperties(resource(CHARTS_VERSION));
			Resource charts = resource(CHARTS_DIRECTORY + properties.getProperty("version") + CHARTS_FILE);
			return charts.exists() ? charts : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

}
