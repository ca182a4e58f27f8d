package co.tokenr.report.target.collector;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Certificates of an authority of our own, made anew with the tool of the JDK.
 */
final class TestCertificates {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private final Path directory;

	TestCertificates(Path directory) throws Exception {
		this.directory = directory;
		keytool("authority", "-ext", "bc:c", "-validity", "10");
	}

	/**
	 * Makes a server's identity.
	 * @param name its name among the others
	 * @param options options of the tool
	 * @return the context of such a server
	 * @throws Exception if it cannot be made
	 */
	SSLContext identity(String name, String... options) throws Exception {
		keytool(name, options);
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(only(name), PASSWORD);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), null, null);
		return context;
	}

	SSLContext issued(String name, String... options) throws Exception {
		List<String> all = new ArrayList<>(List.of(options));
		all.addAll(List.of("-signer", "authority"));
		return identity(name, all.toArray(String[]::new));
	}

	/**
	 * Returns the context of a client that trusts the authority and nobody else.
	 * @return the context
	 * @throws Exception if it cannot be made
	 */
	SSLContext trust() throws Exception {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("authority", store().getCertificate("authority"));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return context;
	}

	private KeyStore only(String name) throws GeneralSecurityException, IOException {
		KeyStore all = store();
		KeyStore one = KeyStore.getInstance("PKCS12");
		one.load(null, null);
		one.setKeyEntry(name, all.getKey(name, PASSWORD), PASSWORD, all.getCertificateChain(name));
		return one;
	}

	private KeyStore store() throws GeneralSecurityException, IOException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream file = Files.newInputStream(this.directory.resolve("keys.p12"))) {
			store.load(file, PASSWORD);
		}
		return store;
	}

	private void keytool(String name, String... options) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-J-Xshare:auto",
						"-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name, "-keystore",
						this.directory.resolve("keys.p12").toString(), "-storepass", new String(PASSWORD)));
		command.addAll(List.of(options));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
	}

}
