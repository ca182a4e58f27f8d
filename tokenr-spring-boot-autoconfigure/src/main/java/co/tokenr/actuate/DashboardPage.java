package co.tokenr.actuate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.util.StringUtils;

/**
 * The page of the dashboard, in which every address is relative to its own: to where its
 * files are, and to the endpoints beside it.
 */
final class DashboardPage {

	private static final String ID = "tokenrdashboard";

	private static final List<String> SIBLINGS = List.of("tokenr", "tokenrusage", "tokenrprices", "tokenrcoverage");

	private DashboardPage() {
	}

	/**
	 * Writes the page.
	 * @param paths tells the path of an endpoint below that of all endpoints by its id
	 */
	static Resource of(UnaryOperator<String> paths) {
		String own = trimmed(paths.apply(ID));
		String up = "../".repeat(StringUtils.countOccurrencesOf(own, "/"));
		String page = with(template(), "dashboard", own.substring(own.lastIndexOf('/') + 1));
		for (String sibling : SIBLINGS) {
			page = with(page, sibling, up + trimmed(paths.apply(sibling)));
		}
		return new ByteArrayResource(page.getBytes(StandardCharsets.UTF_8));
	}

	private static String trimmed(String path) {
		return StringUtils.trimTrailingCharacter(StringUtils.trimLeadingCharacter(path, '/'), '/');
	}

	private static String with(String page, String name, String address) {
		String escaped = address.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
		return page.replace('{' + name + '}', escaped);
	}

	private static String template() {
		try {
			return DashboardAssets.resource(DashboardAssets.DIRECTORY + "index.html")
				.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
