package co.tokenr.pricing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;

/**
 * Where a price file is, and what it looked like when it was last looked at. Not
 * thread-safe.
 */
final class PriceLocation {

	private static final String CLASSPATH = "classpath:";

	private static final String FILE = "file:";

	private static final int MAX_SIZE = 64 * 1024 * 1024;

	private final String name;

	private final Resource resource;

	private @Nullable Look last;

	PriceLocation(String location) {
		if (!location.startsWith(CLASSPATH) && !location.startsWith(FILE)) {
			throw new PriceFileException(location, 0, "A location begins with classpath: or file:", null);
		}
		this.name = location;
		this.resource = new DefaultResourceLoader().getResource(location);
	}

	boolean canChange() {
		return this.name.startsWith(FILE);
	}

	/** Whether the file looks different from the last time that this was asked. */
	boolean isChanged() {
		if (!canChange()) {
			return false;
		}
		Look before = this.last;
		this.last = look();
		return !this.last.equals(before);
	}

	private Look look() {
		try {
			BasicFileAttributes attributes = Files.readAttributes(file().toPath(), BasicFileAttributes.class);
			return new Look(attributes.lastModifiedTime().toInstant(), attributes.size());
		}
		catch (IOException ex) {
			return new Look(Instant.EPOCH, -1);
		}
	}

	private File file() throws IOException {
		return this.resource.getFile();
	}

	PriceFile read() {
		try (InputStream input = this.resource.getInputStream()) {
			byte[] content = input.readNBytes(MAX_SIZE + 1);
			if (content.length > MAX_SIZE) {
				throw new PriceFileException(this.name, 0, "The file is larger than 64 MiB", null);
			}
			return PriceFileReader.read(this.name, content, date());
		}
		catch (IOException ex) {
			throw new PriceFileException(this.name, 0, "The file cannot be read: " + ex.getMessage(), ex);
		}
	}

	private @Nullable LocalDate date() {
		Look look = this.last;
		return (look != null && look.size() >= 0) ? LocalDate.ofInstant(look.modified(), ZoneOffset.UTC) : null;
	}

	private record Look(Instant modified, long size) {

	}

}
