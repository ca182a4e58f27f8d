package co.tokenr.report.spool;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What nobody will deliver any more, kept for somebody to look at: the latest, as many as
 * there is room for. Nothing here throws for trouble with a disk. Thread-safe.
 */
public interface DeadLetterStore {

	/**
	 * Keeps letters, and gives up the oldest where there is no more room.
	 * @param letters each without a line break, not to be changed
	 */
	void keep(List<byte[]> letters);

	/**
	 * Reads all that are kept, those of earlier processes included.
	 * @param reader given each letter, the latest first
	 */
	void read(Consumer<byte[]> reader);

	/**
	 * Gives letters away, those of earlier processes included, oldest first.
	 * @param taker given some of the letters at a time; returns those that it has not
	 * taken over. The others are forgotten
	 */
	void giveAway(UnaryOperator<List<byte[]>> taker);

	/**
	 * Returns how many letters were given up or could not be kept.
	 * @return the count since this was created
	 */
	long discarded();

}
