package co.tokenr.it.dashboard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A CSV file as RFC 4180 has it, read the way a spreadsheet does.
 *
 * @param rows cells by the names of their columns
 */
record CsvFile(List<Map<String, String>> rows) {

	static CsvFile read(Path file) throws IOException {
		List<List<String>> lines = lines(Files.readString(file));
		List<Map<String, String>> rows = new ArrayList<>();
		for (List<String> line : lines.subList(1, lines.size())) {
			Map<String, String> row = new LinkedHashMap<>();
			for (int i = 0; i < line.size(); i++) {
				row.put(lines.get(0).get(i), line.get(i));
			}
			rows.add(row);
		}
		return new CsvFile(rows);
	}

	private static List<List<String>> lines(String text) {
		List<List<String>> lines = new ArrayList<>();
		List<String> line = new ArrayList<>();
		StringBuilder cell = new StringBuilder();
		boolean quoted = false;
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (character == '"') {
				if (quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
					cell.append('"');
					i++;
				}
				else {
					quoted = !quoted;
				}
			}
			else if (quoted || (character != ',' && character != '\r' && character != '\n')) {
				cell.append(character);
			}
			else if (character != '\r') {
				line.add(cell.toString());
				cell.setLength(0);
				if (character == '\n') {
					lines.add(line);
					line = new ArrayList<>();
				}
			}
		}
		return lines;
	}

}
