package co.tokenr.report.spool;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * Where the spools of one target are.
 */
public interface SpoolStore {

	/**
	 * Creates a spool of this process.
	 * @return an empty spool
	 * @throws IOException if there can be none
	 */
	Spool create() throws IOException;

	/**
	 * Takes over a spool that another process left behind.
	 * @return a spool to take from, or {@code null} where there is none
	 */
	@Nullable Spool adopt();

}
