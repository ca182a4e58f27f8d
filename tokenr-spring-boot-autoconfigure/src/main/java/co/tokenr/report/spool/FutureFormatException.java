package co.tokenr.report.spool;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Thrown where a spool was written by a later version, which alone knows how to read it.
 */
final class FutureFormatException extends IOException {

	private static final long serialVersionUID = 1L;

	FutureFormatException(Path file) {
		super(file + " was written by a later version");
	}

}
