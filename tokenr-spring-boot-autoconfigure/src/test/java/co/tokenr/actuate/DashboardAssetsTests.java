package co.tokenr.actuate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files of the dashboard: complete, and nothing that its Content-Security-Policy
 * would refuse.
 */
class DashboardAssetsTests {

	private static final String PAGE = "index.html";

	private static final Pattern IMPORT = Pattern.compile("(?:from|import) '([^']*)'");

	private static final Pattern LINK = Pattern.compile("(?:src|href)=\"\\{dashboard}/([^\"]*)\"");

	private static final Pattern ELSEWHERE = Pattern.compile("(?:https?:|[\"'(]//)[^\\s\"']*");

	@Test
	void listsEachFileThatIsThere() throws IOException {
		List<String> files = Stream
			.of(new PathMatchingResourcePatternResolver().getResources("classpath*:" + DashboardAssets.DIRECTORY + "*"))
			.map(Resource::getFilename)
			.toList();
		TreeSet<String> listed = new TreeSet<>(DashboardAssets.NAMES);
		listed.remove(DashboardAssets.CHARTS);
		listed.add(PAGE);
		assertThat(files).containsExactlyInAnyOrderElementsOf(listed);
	}

	@ParameterizedTest
	@MethodSource("names")
	void findsEachFileThatIsListed(String name) {
		assertThat(DashboardAssets.find(name)).isNotNull();
		assertThat(DashboardAssets.type(name).toString()).doesNotStartWith("application/octet-stream");
	}

	@ParameterizedTest
	@MethodSource("own")
	void loadsOnlyListedFiles(String name) throws IOException {
		List<String> loaded = all(name.equals(PAGE) ? LINK : IMPORT, text(name)).toList();
		assertThat(loaded)
			.allSatisfy((file) -> assertThat(DashboardAssets.NAMES).contains(file.replaceFirst("^\\./", "")));
	}

	@Test
	void loadsFilesInThePage() throws IOException {
		assertThat(all(LINK, text(PAGE))).contains("app.js", "dashboard.css", "chart.js", "theme.js");
	}

	@ParameterizedTest
	@MethodSource("own")
	void refersToNothingElsewhere(String name) throws IOException {
		String text = text(name).replace("http://www.w3.org/2000/svg", "");
		assertThat(ELSEWHERE.matcher(text).results().map(MatchResult::group)).isEmpty();
	}

	@Test
	void refersToNothingInItsStyles() throws IOException {
		assertThat(text("dashboard.css")).doesNotContain("@import", "url(");
	}

	@ParameterizedTest
	@MethodSource("own")
	void makesNoCodeOrMarkupOfText(String name) throws IOException {
		assertThat(text(name)).doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(",
				"new Function", "DOMParser", "srcdoc");
	}

	@Test
	void keepsScriptAndStyleOutOfThePage() throws IOException {
		String page = text(PAGE);
		assertThat(page).doesNotContainPattern("<script(?![^>]*\\ssrc=)")
			.doesNotContainPattern("<style|\\sstyle=|\\son[a-z]+=|javascript:");
		assertThat(page).contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'")
			.doesNotContain("unsafe-inline", "unsafe-eval");
	}

	@Test
	void takesTheFilesIntoANativeImage() {
		RuntimeHints hints = new RuntimeHints();
		new DashboardRuntimeHints().registerHints(hints, null);
		assertThat(Stream.of(DashboardAssets.DIRECTORY + PAGE, DashboardAssets.DIRECTORY + "app.js",
				DashboardAssets.CHARTS_VERSION,
				DashboardAssets.CHARTS_DIRECTORY + "4.5.1" + DashboardAssets.CHARTS_FILE))
			.allMatch((path) -> RuntimeHintsPredicates.resource().forResource(path).test(hints));
	}

	static Stream<String> names() {
		return DashboardAssets.NAMES.stream().sorted();
	}

	static Stream<String> own() {
		return Stream.concat(Stream.of(PAGE), names().filter((name) -> !name.equals(DashboardAssets.CHARTS)));
	}

	private static String text(String name) throws IOException {
		return DashboardAssets.resource(DashboardAssets.DIRECTORY + name).getContentAsString(StandardCharsets.UTF_8);
	}

	private static Stream<String> all(Pattern pattern, String text) {
		return pattern.matcher(text).results().map((match) -> match.group(1));
	}

}
