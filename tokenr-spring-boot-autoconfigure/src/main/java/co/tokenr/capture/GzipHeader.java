package co.tokenr.capture;

/**
 * Steps over the header of a gzip member behind its magic bytes, as RFC 1952 lays it out:
 * a method, flags, six bytes and then what the flags announce.
 */
final class GzipHeader {

	private static final int FIXED = 8;

	private static final int CHECKSUM = 0x02;

	private static final int EXTRA = 0x04;

	private static final int NAME = 0x08;

	private static final int COMMENT = 0x10;

	private int position;

	private int flags;

	/** Bytes of the extra field or the checksum that are still to come. */
	private int remaining = -1;

	private int low = -1;

	boolean isRead() {
		return this.position >= FIXED && (this.flags & (EXTRA | NAME | COMMENT | CHECKSUM)) == 0;
	}

	void take(byte next) {
		if (this.position < FIXED) {
			this.flags = (this.position == 1) ? next : this.flags;
			this.position++;
		}
		else if ((this.flags & EXTRA) != 0) {
			takeExtra(next & 0xFF);
		}
		else if ((this.flags & NAME) != 0) {
			this.flags &= (next == 0) ? ~NAME : ~0;
		}
		else if ((this.flags & COMMENT) != 0) {
			this.flags &= (next == 0) ? ~COMMENT : ~0;
		}
		else {
			this.remaining = (this.remaining == -1) ? 1 : 0;
			this.flags &= (this.remaining == 0) ? ~CHECKSUM : ~0;
		}
	}

	private void takeExtra(int next) {
		if (this.remaining > 0) {
			this.remaining--;
		}
		else if (this.low == -1) {
			this.low = next;
		}
		else {
			this.remaining = this.low + (next << 8);
		}
		if (this.remaining == 0) {
			this.remaining = -1;
			this.flags &= ~EXTRA;
		}
	}

}
