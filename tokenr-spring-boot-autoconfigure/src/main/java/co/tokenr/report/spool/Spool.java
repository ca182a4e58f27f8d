package co.tokenr.report.spool;

import java.util.List;

/**
 * Records that wait, oldest first. Several threads may append, one at a time takes and
 * acknowledges. Nothing here throws for trouble with a disk: what was not kept is said by
 * the return values.
 */
public interface Spool extends AutoCloseable {

	/**
	 * Keeps records. Once this returns they outlive the process, where this spool is one
	 * of files.
	 * @param records the records, their sequence numbers growing and larger than all
	 * before
	 * @return how many of the first were kept; the others found no room
	 */
	int append(List<SpoolRecord> records);

	/**
	 * Has what was kept outlive the machine as well, where this spool is one of files.
	 */
	void sync();

	/**
	 * Takes the oldest records that are neither taken nor acknowledged. Their bounds are
	 * kept before this returns: a process that dies now leaves the same batch to the next
	 * one.
	 * @param maxRecords how many at most, at least 1
	 * @param maxBytes how large they may be together; a larger one comes alone
	 * @return the records, none where none wait
	 */
	List<SpoolRecord> take(int maxRecords, long maxBytes);

	/**
	 * Forgets records that were taken.
	 * @param sequence the last of them; all before are forgotten too
	 */
	void acknowledge(long sequence);

	/**
	 * Returns how many records were kept and can no longer be read, each told once.
	 * @return the count since the last call
	 */
	long lost();

	/**
	 * Returns how many records wait, those taken and not acknowledged included.
	 * @return the count
	 */
	long records();

	/**
	 * Returns how large this spool is.
	 * @return the size in memory or on disk in bytes
	 */
	long bytes();

	/**
	 * Tells whether records outlive the process.
	 * @return whether this spool is one of files
	 */
	boolean isDurable();

	/**
	 * Leaves what waits to a later process, where this spool is one of files.
	 */
	@Override
	void close();

}
