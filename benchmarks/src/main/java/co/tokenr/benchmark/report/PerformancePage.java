package co.tokenr.benchmark.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the tables into the page on performance: what stands between
 * {@code <!-- figures: name -->} and {@code <!-- end -->} is replaced by the table of
 * that name, if it was written; the words between the markers stay.
 */
public final class PerformancePage {

	private static final Pattern TABLE = Pattern.compile("(<!-- figures: (\\S+) -->\n).*?(<!-- end -->)",
			Pattern.DOTALL);

	private PerformancePage() {
	}

	/**
	 * Takes the tables in, after that of the machine.
	 * @param args the page's file
	 * @throws IOException if it can't be read or written
	 */
	public static void main(String[] args) throws IOException {
		Path page = Path.of(args[0]);
		Machine.table().write();
		Files.writeString(page, withTables(Files.readString(page)));
	}

	private static String withTables(String text) throws IOException {
		Matcher tables = TABLE.matcher(text);
		StringBuilder page = new StringBuilder();
		while (tables.find()) {
			Path file = FigureTable.directory().resolve(tables.group(2) + ".md");
			String table = Files.exists(file) ? tables.group(1) + "\n" + Files.readString(file) + "\n" + tables.group(3)
					: tables.group();
			tables.appendReplacement(page, Matcher.quoteReplacement(table));
		}
		return tables.appendTail(page).toString();
	}

}
