package co.tokenr.it;

import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Keeps what Tokenr logs: by its own loggers, from its own threads, by a call from one of
 * its classes, or as the trace of a failure that began in one.
 */
final class OwnLog extends AppenderBase<ILoggingEvent> {

	private final Queue<String> lines = new ConcurrentLinkedQueue<>();

	/**
	 * Begins to listen. The logging system must have been set up, as it is before a
	 * context is refreshed.
	 */
	static OwnLog listen() {
		OwnLog log = new OwnLog();
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		log.setContext(context);
		log.start();
		context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(log);
		return log;
	}

	List<String> lines() {
		return List.copyOf(this.lines);
	}

	@Override
	protected void append(ILoggingEvent event) {
		IThrowableProxy failure = event.getThrowableProxy();
		if (isOwn(event.getLoggerName()) || event.getThreadName().startsWith("tokenr-")
				|| Arrays.stream(event.getCallerData()).limit(1).anyMatch((frame) -> isOwn(frame.getClassName()))
				|| isOwn(failure)) {
			this.lines.add(event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage() + " "
					+ event.getMDCPropertyMap() + ((failure != null) ? ThrowableProxyUtil.asString(failure) : ""));
		}
	}

	private static boolean isOwn(IThrowableProxy failure) {
		for (IThrowableProxy cause = failure; cause != null; cause = cause.getCause()) {
			if (cause.getStackTraceElementProxyArray().length > 0
					&& isOwn(cause.getStackTraceElementProxyArray()[0].getStackTraceElement().getClassName())) {
				return true;
			}
		}
		return false;
	}

	private static boolean isOwn(String name) {
		return name.startsWith("co.tokenr") && !name.startsWith("co.tokenr.it");
	}

}
