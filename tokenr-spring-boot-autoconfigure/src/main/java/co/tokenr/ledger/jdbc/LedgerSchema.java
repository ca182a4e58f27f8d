package co.tokenr.ledger.jdbc;

import java.util.List;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.jdbc.init.PlatformPlaceholderDatabaseDriverResolver;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;

/**
 * Creates the tables by the script of the database, {@code schema-<platform>.sql}, whose
 * statements leave alone what is there. Where the database cannot be reached it is tried
 * again before events are written: tracking fails no start. Thread-safe.
 */
public final class LedgerSchema {

	private static final Log logger = LogFactory.getLog(LedgerSchema.class);

	private static final String SCRIPT = "classpath:co/tokenr/ledger/jdbc/schema-@@platform@@.sql";

	private final DataSource dataSource;

	private final DatabaseInitializationMode mode;

	private boolean created;

	/**
	 * Creates a schema that is not looked at yet.
	 * @param dataSource the database
	 * @param mode when to create tables
	 */
	public LedgerSchema(DataSource dataSource, DatabaseInitializationMode mode) {
		this.dataSource = dataSource;
		this.mode = mode;
	}

	/**
	 * Creates the tables unless that was done.
	 * @throws RuntimeException if the database cannot be reached or has no script
	 */
	public synchronized void create() {
		if (!this.created && this.mode != DatabaseInitializationMode.NEVER) {
			DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
			settings.setSchemaLocations(
					List.copyOf(new PlatformPlaceholderDatabaseDriverResolver().resolveAll(this.dataSource, SCRIPT)));
			settings.setMode(this.mode);
			// instances that start together create the same tables
			settings.setContinueOnError(true);
			new DataSourceScriptDatabaseInitializer(this.dataSource, settings).initializeDatabase();
		}
		this.created = true;
	}

	/**
	 * Creates the tables, or says that they could not be created.
	 */
	public void createOrWarn() {
		try {
			create();
		}
		catch (RuntimeException ex) {
			logger.warn("The tables of the usage ledger could not be created and will be tried again: "
					+ ex.getClass().getName());
		}
	}

}
