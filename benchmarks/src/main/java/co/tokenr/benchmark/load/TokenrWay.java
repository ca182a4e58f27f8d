package co.tokenr.benchmark.load;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The starter: from the recorder, through everything that it does with a call, to the
 * collector.
 */
final class TokenrWay implements Way {

	private static final Pattern ID = Pattern.compile("\"external_id\":\"([^\"]+)\"");

	private final String label;

	private final LoopbackCollector collector;

	private final LoadApplication application;

	TokenrWay(String label, LoopbackCollector collector, String... properties) {
		this.label = label;
		this.collector = collector;
		String[] all = new String[properties.length + 2];
		all[0] = "tokenr.url=" + collector.url("");
		all[1] = "tokenr.token=loopback";
		System.arraycopy(properties, 0, all, 2, properties.length);
		this.application = LoadApplication.start(NothingElse.class, all);
	}

	@Override
	public String label() {
		return this.label;
	}

	@Override
	public void send(int count) {
		for (int i = 0; i < count; i++) {
			this.application.record(Calls.next());
		}
		this.application.flush();
		this.application.requireNothingLost();
	}

	@Override
	public int received() {
		Set<String> ids = new HashSet<>();
		for (byte[] body : this.collector.takeBodies()) {
			Matcher matcher = ID.matcher(new String(body, StandardCharsets.UTF_8));
			while (matcher.find()) {
				ids.add(matcher.group(1));
			}
		}
		return ids.size();
	}

	@Override
	public void close() {
		this.application.close();
	}

	/** The starter needs no configuration. */
	static class NothingElse {

	}

}
