package co.tokenr.report.spool;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Directories and files that nobody else may read, and that are no links to somewhere
 * else.
 */
final class PrivateFiles {

	private PrivateFiles() {
	}

	static void createDirectories(Path directory) throws IOException {
		if (Files.isDirectory(directory)) {
			return;
		}
		Path parent = directory.getParent();
		if (parent != null) {
			createDirectories(parent);
		}
		try {
			Files.createDirectory(directory, permissions(directory, "rwx------"));
		}
		catch (FileAlreadyExistsException ex) {
			if (!Files.isDirectory(directory)) {
				throw ex;
			}
		}
	}

	static void createFile(Path file) throws IOException {
		Files.createFile(file, permissions(file, "rw-------"));
	}

	static void requireNoLink(Path path) throws IOException {
		if (Files.isSymbolicLink(path)) {
			throw new FileSystemException(path.toString(), null, "is a symbolic link");
		}
	}

	static boolean isFile(Path file) {
		return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
	}

	static boolean isDirectory(Path directory) {
		return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
	}

	private static FileAttribute<?>[] permissions(Path path, String permissions) {
		if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			return new FileAttribute<?>[0];
		}
		return new FileAttribute<?>[] {
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) };
	}

}
