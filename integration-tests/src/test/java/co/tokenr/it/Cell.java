package co.tokenr.it;

/**
 * A cell of the table: something that an application does, and what it is promised.
 *
 * @param seam how the call is made
 * @param way {@code call}, {@code stream} or what happens to it
 * @param wire what is spoken
 * @param promise what its events say
 * @param action does it on behalf of a tenant
 */
record Cell(String seam, String way, String wire, Promise promise, Action action) {

	/** Does something on behalf of a tenant. */
	@FunctionalInterface
	interface Action {

		void run(String tenant) throws Exception;

	}

}
