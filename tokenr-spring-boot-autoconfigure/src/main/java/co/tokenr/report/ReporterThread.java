package co.tokenr.report;

/**
 * Threads of a reporter. Started by whichever thread of the application comes first, they
 * take nothing of it along, and they keep no process alive.
 */
final class ReporterThread {

	private ReporterThread() {
	}

	static Thread of(Runnable task, String name) {
		Thread thread = new Thread(null, task, name, 0, false);
		thread.setContextClassLoader(ReporterThread.class.getClassLoader());
		thread.setDaemon(true);
		return thread;
	}

}
