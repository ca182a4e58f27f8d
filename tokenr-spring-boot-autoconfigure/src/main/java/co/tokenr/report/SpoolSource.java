package co.tokenr.report;

import co.tokenr.report.spool.Spool;

/**
 * A spool to take from: our own, or one that another process left behind.
 *
 * @param spool the spool
 * @param sequence the place of its events among all that were handed over, -1 where each
 * has its own
 */
record SpoolSource(Spool spool, long sequence) {

	boolean isAdopted() {
		return this.sequence >= 0;
	}

}
