package co.tokenr.it.dashboard;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

import co.tokenr.it.ChildJvm;
import co.tokenr.it.SampleApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample on its dashboard, and pictures of each page. They are always taken, and
 * those of the documentation renewed by {@code -Ddashboard.images=../docs/images}.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DashboardScreenshotsIntegrationTests {

	private static final Pattern SHOWN = Pattern.compile("(http://localhost:\\d+/actuator/tokenrdashboard)");

	@Test
	void theSampleShowsItsScenario(@TempDir Path downloads) throws IOException {
		try (Browser browser = Browser.start(downloads); ChildJvm sample = SampleApplication.start()) {
			Dashboard dashboard = new Dashboard(browser, sample.awaitOutput(SHOWN));
			for (String page : Dashboard.PAGES) {
				dashboard.open(page, "range", "24h", "zone", "UTC");
				assertThat(dashboard.state()).as(page).isEqualTo("ready");
				assertThat(dashboard.fits()).as(page + " fits").isTrue();
				for (String theme : List.of("light", "dark")) {
					dashboard.theme(theme);
					keep("dashboard-" + page + "-" + theme + ".png", browser.picture());
				}
			}
			dashboard.open("overview", "range", "24h", "zone", "UTC");
			assertThat(dashboard.kpi("calls")).isEqualTo("14");
		}
	}

	/** Packed tighter than the browser does. */
	private static void keep(String name, byte[] picture) throws IOException {
		BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture));
		List<Path> folders = new ArrayList<>(List.of(Path.of("target", "screenshots")));
		String documentation = System.getProperty("dashboard.images", "");
		if (!documentation.isEmpty()) {
			folders.add(Path.of(documentation));
		}
		for (Path folder : folders) {
			Path file = Files.createDirectories(folder).resolve(name);
			ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
			ImageWriteParam packed = writer.getDefaultWriteParam();
			packed.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
			packed.setCompressionQuality(0);
			Files.deleteIfExists(file);
			try (ImageOutputStream output = ImageIO.createImageOutputStream(file.toFile())) {
				writer.setOutput(output);
				writer.write(null, new IIOImage(image, null, null), packed);
			}
			finally {
				writer.dispose();
			}
		}
	}

}
