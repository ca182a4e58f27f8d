package co.tokenr.report.target.collector;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.HexFormat;

import javax.net.ssl.SSLContext;

import co.tokenr.report.ReporterStatus.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Row 37 of the fault matrix: collectors that are not who they say, or that speak no
 * language that may be trusted.
 */
@Timeout(90)
@ExtendWith(FaultSummary.class)
class UntrustedCollectorTests {

	/** A server hello of TLS 1.0 that chooses a cipher suite and says nothing else. */
	private static final String TLS_1_0 = "160301002a" + "02000026" + "0301" + "00".repeat(32) + "00" + "002f" + "00";

	@TempDir
	static Path keys;

	private static SSLContext before;

	private static TestCertificates certificates;

	@TempDir
	Path directory;

	@BeforeAll
	static void trust() throws Exception {
		certificates = new TestCertificates(keys);
		before = SSLContext.getDefault();
		SSLContext.setDefault(certificates.trust());
	}

	@AfterAll
	static void restore() {
		SSLContext.setDefault(before);
	}

	@Test
	void row37ATrustedCollectorForComparison() throws Exception {
		SSLContext identity = certificates.issued("sound", "-ext", "san=ip:127.0.0.1", "-validity", "10");
		try (FakeCollector secure = new FakeCollector(identity);
				FaultBench bench = bench("37 trusted", "200 over TLS")) {
			bench.url.set(secure.url());
			bench.start();
			bench.record(3);
			bench.arrives();
			bench.acceptedElsewhere.addAll(secure.accepted());
		}
	}

	@Test
	void row37AnExpiredCertificate() throws Exception {
		distrusts("expired",
				certificates.issued("expired", "-ext", "san=ip:127.0.0.1", "-startdate", "-10d", "-validity", "5"));
	}

	@Test
	void row37ACertificateOfItsOwn() throws Exception {
		distrusts("self-signed", certificates.identity("own", "-ext", "san=ip:127.0.0.1", "-validity", "10"));
	}

	@Test
	void row37ACertificateOfAnotherHost() throws Exception {
		distrusts("wrong host", certificates.issued("other", "-ext", "san=dns:collector.example", "-validity", "10"));
	}

	private void distrusts(String what, SSLContext identity) throws Exception {
		try (FakeCollector secure = new FakeCollector(identity);
				FaultBench bench = bench("37 " + what, "a certificate: " + what)) {
			bench.url.set(secure.url());
			bench.start();
			bench.record(3);
			bench.awaitState(State.CONFIG_BLOCKED);
			bench.stays();
			assertThat(secure.requests).isEmpty();
			bench.repair();
		}
	}

	@Test
	void row37AnOldProtocol() throws Exception {
		try (RawCollector raw = new RawCollector((collector, socket) -> {
			InputStream in = socket.getInputStream();
			in.skipNBytes(5);
			socket.getOutputStream().write(HexFormat.of().parseHex(TLS_1_0));
			socket.getOutputStream().flush();
			in.readAllBytes();
		}); FaultBench bench = bench("37 TLS 1.0", "a server hello of TLS 1.0")) {
			bench.url.set(secure(raw));
			bench.start();
			bench.record(3);
			bench.awaitState(State.CONFIG_BLOCKED);
			bench.stays();
			bench.repair();
		}
	}

	@Test
	void row37AHandshakeThatMerelyBreaksOff() throws Exception {
		try (RawCollector raw = new RawCollector((collector, socket) -> socket.getInputStream().read());
				FaultBench bench = bench("37 broken handshake", "EOF in the handshake")) {
			bench.url.set(secure(raw));
			bench.start();
			bench.record(3);
			bench.awaitState(State.OPEN);
			bench.stays();
			bench.repair();
		}
	}

	private static URI secure(RawCollector raw) throws IOException {
		return URI.create("https://127.0.0.1:" + raw.url().getPort());
	}

	private FaultBench bench(String row, String wire) {
		return new FaultBench(this.directory, row, wire);
	}

}
