package co.tokenr.report;

import java.util.ArrayList;
import java.util.List;

import co.tokenr.report.HandOff.Entry;
import co.tokenr.report.spool.SpoolRecord;

/**
 * What one target gets of the events that are written down together.
 *
 * @param lane the lane of the target
 * @param entries the events that are for it
 * @param records their records, or none where there is no room for any
 * @param withheld the events that are not
 */
record Portion(Lane lane, List<Entry> entries, List<SpoolRecord> records, List<Entry> withheld) {

	/**
	 * Parts the events.
	 * @param lane the lane of the target
	 * @param local whether the target is local
	 * @param entries the events
	 * @param records their records, or none
	 * @return what is for the target
	 */
	static Portion of(Lane lane, boolean local, List<Entry> entries, List<SpoolRecord> records) {
		if (local || entries.stream().noneMatch((entry) -> entry.event().isLocalOnly())) {
			return new Portion(lane, entries, records, List.of());
		}
		Portion portion = new Portion(lane, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
		for (int i = 0; i < entries.size(); i++) {
			Entry entry = entries.get(i);
			if (entry.event().isLocalOnly()) {
				portion.withheld.add(entry);
			}
			else {
				portion.entries.add(entry);
				if (!records.isEmpty()) {
					portion.records.add(records.get(i));
				}
			}
		}
		return portion;
	}

	/**
	 * Has the spool of the target keep the records.
	 * @return how many of the first are kept
	 */
	int keep() {
		return this.lane.spool().keep(this.records);
	}

	/**
	 * Books what became of the events. Called under the lock of the books.
	 * @param kept how many of the first were kept
	 */
	void book(int kept) {
		this.withheld.forEach(this.lane::withheld);
		this.lane.kept(this.entries, this.records, kept);
	}

}
