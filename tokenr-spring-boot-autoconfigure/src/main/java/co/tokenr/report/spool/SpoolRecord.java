package co.tokenr.report.spool;

/**
 * What a spool keeps: some bytes, and their place among all records of the spool.
 */
public class SpoolRecord {

	/** Size of the largest record, in bytes. */
	public static final int MAX_BYTES = 1024 * 1024;

	private final long sequence;

	private final byte[] bytes;

	/**
	 * Creates a record.
	 * @param sequence its place, larger than that of the record before; from 1
	 * @param bytes the content, not copied and not to be changed; 1 byte to 1 MiB
	 */
	public SpoolRecord(long sequence, byte[] bytes) {
		this.sequence = sequence;
		this.bytes = bytes;
	}

	/**
	 * Returns the place of the record.
	 * @return its sequence number
	 */
	public final long sequence() {
		return this.sequence;
	}

	/**
	 * Returns the content.
	 * @return the bytes, not to be changed
	 */
	public final byte[] bytes() {
		return this.bytes;
	}

}
