package co.tokenr.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The README and the blocks of it that are marked by a comment before them.
 *
 * @param text its text
 */
record ReadmeSnippets(String text) {

	static ReadmeSnippets read() throws IOException {
		return new ReadmeSnippets(Files.readString(Path.of("..", "README.md")));
	}

	/**
	 * Returns the fenced block after {@code <!-- snippet: name -->}.
	 */
	String snippet(String name) {
		Matcher matcher = Pattern
			.compile("<!-- snippet: " + Pattern.quote(name) + " -->\\s*```\\w*\\n(.*?)\\n```", Pattern.DOTALL)
			.matcher(this.text);
		if (!matcher.find()) {
			throw new IllegalArgumentException("The README has no snippet '" + name + "'");
		}
		return matcher.group(1);
	}

}
