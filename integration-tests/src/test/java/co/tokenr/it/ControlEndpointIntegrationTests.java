package co.tokenr.it;

import java.util.List;

import com.example.demo.DemoProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint {@code tokenr} as a person with {@code curl} may, and may not, switch it.
 */
class ControlEndpointIntegrationTests {

	private static DemoProvider provider;

	@BeforeAll
	static void start() {
		provider = DemoProvider.start(0);
	}

	@AfterAll
	static void stop() {
		provider.close();
	}

	@Test
	void readsButDoesNotSwitchUnlessThatIsOpened() {
		try (RunningApplication application = application()) {
			LocalHttp http = application.http();
			assertThat(http.post("/actuator/tokenr", "{\"enabled\":false}").status()).isIn(404, 405);
			assertThat(http.post("/actuator/tokenr/flush", "{}").status()).isIn(404, 405);
			assertThat(http.post("/actuator/tokenr/requeue", "{\"target\":\"tokenr\"}").status()).isIn(404, 405);
			assertThat(http.get("/actuator/tokenr").json().get("enabled").asBoolean()).isTrue();
		}
	}

	@Test
	void switchesWhereThatIsOpened() {
		try (RunningApplication application = application("management.endpoint.tokenr.access=unrestricted")) {
			LocalHttp http = application.http();
			LocalHttp.Answer switched = http.post("/actuator/tokenr", "{\"enabled\":false,\"remoteDelivery\":false}");
			assertThat(switched.status()).isEqualTo(200);
			assertThat(switched.json().get("remote_delivery").asBoolean()).isFalse();
			assertThat(http.get("/actuator/tokenr").json().get("enabled").asBoolean()).isFalse();
			assertThat(http.post("/actuator/tokenr/flush", "{\"timeout\":\"1s\"}").json().get("waiting").asLong())
				.isZero();
			for (List<String> wrong : List.of(List.of("", "{}"), List.of("", "{\"remote_delivery\":false}"),
					List.of("/flush", "{\"timeout\":\"soon\"}"), List.of("/requeue", "{}"), List.of("/drain", "{}"))) {
				LocalHttp.Answer answer = http.post("/actuator/tokenr" + wrong.get(0), wrong.get(1));
				assertThat(answer.status()).as("%s", wrong).isEqualTo(400);
				assertThat(answer.json().get("error").asString()).as("%s", wrong).isNotBlank();
			}
			assertThat(http.post("/actuator/tokenr", "{\"enabled\":\"perhaps\"}").status()).isEqualTo(400);
		}
	}

	private static RunningApplication application(String... properties) {
		return RunningApplication.start(provider, "http://127.0.0.1:9/", properties);
	}

}
