package co.tokenr.it;

import java.util.ArrayList;
import java.util.List;

/**
 * The table of all cells: one line for both applications where they agree.
 *
 * @param present what the application with actuator saw
 * @param absent what the one without saw
 */
record CaptureTable(List<TableRow> present, List<TableRow> absent) {

	private static final List<String> HEADER = List.of("seam", "way", "wire", "events = bill", "tokens = bill",
			"customer_id", "run_id", "status, usage_source", "captured_by", "limits", "faults", "actuator");

	@Override
	public String toString() {
		List<List<String>> lines = new ArrayList<>();
		lines.add(HEADER);
		for (int i = 0; i < Math.max(this.present.size(), this.absent.size()); i++) {
			TableRow with = (i < this.present.size()) ? this.present.get(i) : null;
			TableRow without = (i < this.absent.size()) ? this.absent.get(i) : null;
			if (with != null && with.equals(without)) {
				lines.add(line(with, "both"));
				continue;
			}
			if (with != null) {
				lines.add(line(with, "present"));
			}
			if (without != null) {
				lines.add(line(without, "absent"));
			}
		}
		StringBuilder table = new StringBuilder("Every way to call a model, held against the bill\n");
		for (List<String> line : lines) {
			for (int column = 0; column < line.size(); column++) {
				int index = column;
				int width = lines.stream().mapToInt((other) -> other.get(index).length()).max().orElse(0);
				table.append(line.get(column)).append(" ".repeat(width - line.get(column).length())).append(" | ");
			}
			table.append('\n');
		}
		return table.toString();
	}

	private static List<String> line(TableRow row, String actuator) {
		List<String> columns = new ArrayList<>(row.columns());
		columns.set(columns.size() - 1, row.faults().isEmpty() ? "none" : row.faults());
		columns.add(actuator);
		return columns;
	}

}
