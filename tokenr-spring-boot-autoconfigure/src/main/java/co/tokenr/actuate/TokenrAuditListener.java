package co.tokenr.actuate;

import java.util.function.Supplier;

import co.tokenr.TokenrControlEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;

/**
 * Publishes an audit event for each change of how the application is tracked, whoever
 * asked for it. The principal is who asked, or who is authenticated, or {@code unknown}.
 */
public final class TokenrAuditListener implements ApplicationListener<PayloadApplicationEvent<TokenrControlEvent>> {

	private static final String UNKNOWN = "unknown";

	private final ApplicationEventPublisher publisher;

	private final Supplier<@Nullable String> authenticated;

	/**
	 * Creates the listener.
	 * @param publisher takes audit events
	 * @param authenticated names who is authenticated on the current thread
	 */
	public TokenrAuditListener(ApplicationEventPublisher publisher, Supplier<@Nullable String> authenticated) {
		this.publisher = publisher;
		this.authenticated = authenticated;
	}

	@Override
	public void onApplicationEvent(PayloadApplicationEvent<TokenrControlEvent> event) {
		TokenrControlEvent done = event.getPayload();
		String principal = (done.principal() != null) ? done.principal() : this.authenticated.get();
		this.publisher.publishEvent(
				new AuditApplicationEvent((principal != null) ? principal : UNKNOWN, done.type(), done.data()));
	}

}
