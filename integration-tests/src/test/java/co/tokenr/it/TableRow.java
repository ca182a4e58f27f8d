package co.tokenr.it;

import java.util.List;

/**
 * A row of the table, as one application saw it.
 *
 * @param seam how the call was made
 * @param way how
 * @param wire what was spoken
 * @param events events and what was expected
 * @param tokens the sum of each count
 * @param tenants of how many the tenant is known
 * @param runs how the calls were numbered
 * @param outcomes how they ended and where the counts came from
 * @param capturedBy the seam that counted
 * @param reason why something can't be known
 * @param faults what was not as promised, empty where all was
 */
record TableRow(String seam, String way, String wire, String events, String tokens, String tenants, String runs,
		String outcomes, String capturedBy, String reason, String faults) {

	static TableRow parse(String line) {
		String[] columns = line.split("\t", -1);
		return new TableRow(columns[0], columns[1], columns[2], columns[3], columns[4], columns[5], columns[6],
				columns[7], columns[8], columns[9], columns[10]);
	}

	String name() {
		return this.seam + " | " + this.way + " | " + this.wire;
	}

	List<String> columns() {
		return List.of(this.seam, this.way, this.wire, this.events, this.tokens, this.tenants, this.runs, this.outcomes,
				this.capturedBy, this.reason, this.faults);
	}

	@Override
	public String toString() {
		return String.join("\t", columns().stream().map((column) -> column.replaceAll("\\s+", " ")).toList());
	}

}
