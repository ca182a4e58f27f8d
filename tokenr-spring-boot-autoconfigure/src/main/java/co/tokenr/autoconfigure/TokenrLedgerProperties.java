package co.tokenr.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Properties of the ledger, {@code tokenr.ledger}.
 */
public class TokenrLedgerProperties {

	/**
	 * Where events are kept for questions about usage.
	 */
	private Type type = Type.MEMORY;

	/**
	 * How many events the ledger in memory keeps.
	 */
	private int capacity = 10_000;

	/**
	 * How long events are kept, in whole days of UTC. For ever unless set.
	 */
	private @Nullable Duration retention;

	private final Jdbc jdbc = new Jdbc();

	public Type getType() {
		return this.type;
	}

	public void setType(Type type) {
		this.type = type;
	}

	public int getCapacity() {
		return this.capacity;
	}

	public void setCapacity(int capacity) {
		this.capacity = capacity;
	}

	public @Nullable Duration getRetention() {
		return this.retention;
	}

	public void setRetention(@Nullable Duration retention) {
		this.retention = retention;
	}

	public Jdbc getJdbc() {
		return this.jdbc;
	}

	/**
	 * Where events are kept.
	 */
	public enum Type {

		/**
		 * In the memory of this instance.
		 */
		MEMORY,

		/**
		 * In a database.
		 */
		JDBC,

		/**
		 * Nowhere.
		 */
		NONE

	}

	/**
	 * The ledger in a database.
	 */
	public static class Jdbc {

		/**
		 * JDBC URL of a database of the ledger's own, such as a file of SQLite.
		 */
		private @Nullable String url;

		/**
		 * User of the database of the ledger's own.
		 */
		private @Nullable String username;

		/**
		 * Password for the database of the ledger's own.
		 */
		private @Nullable String password;

		/**
		 * Name of the DataSource bean to be used. The only or primary one unless set.
		 */
		private @Nullable String dataSource;

		/**
		 * When to create the tables. Unless set, always in a database of the ledger's own
		 * and in an embedded one, otherwise never.
		 */
		private @Nullable InitializeSchema initializeSchema;

		public @Nullable String getUrl() {
			return this.url;
		}

		public void setUrl(@Nullable String url) {
			this.url = url;
		}

		public @Nullable String getUsername() {
			return this.username;
		}

		public void setUsername(@Nullable String username) {
			this.username = username;
		}

		public @Nullable String getPassword() {
			return this.password;
		}

		public void setPassword(@Nullable String password) {
			this.password = password;
		}

		public @Nullable String getDataSource() {
			return this.dataSource;
		}

		public void setDataSource(@Nullable String dataSource) {
			this.dataSource = dataSource;
		}

		public @Nullable InitializeSchema getInitializeSchema() {
			return this.initializeSchema;
		}

		public void setInitializeSchema(@Nullable InitializeSchema initializeSchema) {
			this.initializeSchema = initializeSchema;
		}

	}

	/**
	 * When tables are created.
	 */
	public enum InitializeSchema {

		/**
		 * Always.
		 */
		ALWAYS,

		/**
		 * In an embedded database.
		 */
		EMBEDDED,

		/**
		 * Never.
		 */
		NEVER

	}

}
