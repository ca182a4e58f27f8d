package co.tokenr.report.target.collector;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import co.tokenr.report.ReporterStatus;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The rows of the fault matrix of delivery, printed once at the end of a run: those that
 * ran, by number and with what was on the wire, what became of the events, and the books;
 * and those that another test holds, with its name.
 */
final class FaultSummary implements BeforeAllCallback, AutoCloseable {

	/** Below {@code co.tokenr}; each is a test that is there. */
	static final Map<Integer, String> ELSEWHERE = Map.ofEntries(
			Map.entry(31, "report.target.collector.RetryAfterTests#readsADateByTheAnswersOwnClock"),
			Map.entry(34, "report.target.collector.OutageTests#filesLoseNothingKeepTheOrderAndDrainOneBatchAtATime"),
			Map.entry(36, "report.PauseLengthTests#instancesComeBackSpreadOverTheWholeOfAPause"),
			Map.entry(38, "report.target.collector.CollectorConnectionTests#refusesAnAddressThatIsNotFit"),
			Map.entry(41, "report.DurableDeliveryTests#keepsEventsInMemoryAndSaysSoWhereThereCanBeNoFiles"),
			Map.entry(42, "report.spool.FileSpoolTests#goesOnWhenTheDirectoryIsDeletedWhileItRuns"),
			Map.entry(43, "report.spool.SpoolDamageTests#aTailTornAtAnyByteLeavesExactlyTheRecordsBefore"),
			Map.entry(44, "report.spool.SpoolDamageTests#aFlippedBitCostsTheRecordItIsInAndNoOther"),
			Map.entry(45, "report.spool.SpoolDamageTests#aTailOfZerosIsNoRecord"),
			Map.entry(46, "report.spool.SpoolDamageTests#leavesTheFilesOfALaterVersionAlone"),
			Map.entry(47, "report.target.collector.KillTests#anEventWhoseCallReturnedSurvivesTheKillOfItsProcess"),
			Map.entry(48, "report.DurableDeliveryTests#twoReportersShareADirectoryAndNoEvent"),
			Map.entry(49, "report.target.collector.KillTests#anEventWhoseCallReturnedSurvivesTheKillOfItsProcess"),
			Map.entry(50, "report.target.collector.KillTests#anEventWhoseCallReturnedSurvivesTheKillOfItsProcess"),
			Map.entry(51, "report.target.collector.KillTests#aProcessThatIsAskedToEndLeavesAllOnTheDisk"),
			Map.entry(52,
					"report.target.collector.KillTests#aProcessThatIsAskedToEndWithMuchToDeliverKeepsItsBudgetAndTheRest"),
			Map.entry(54, "report.DurableDeliveryTests#aHundredRestartsLeakNeitherThreadsNorFilesNorLocks"),
			Map.entry(56,
					"report.target.collector.CollectorTargetTests#rejectsAnEventThatCannotBeWrittenAndSendsTheOthers"),
			Map.entry(57, "report.DurableDeliveryTests#aTargetThatHangsHoldsUpNoOther"),
			Map.entry(59, "report.target.collector.KillTests#aProcessThatStandsStillForAWhileLosesNothing"),
			Map.entry(61, "metrics.UsageMetersTests#tenThousandCustomersMakeABoundedNumberOfSeriesAndExactTotals"),
			Map.entry(63,
					"report.target.collector.CollectorConnectionTests"
							+ "#refusesATokenThatCannotStandInAHeaderWithoutNamingIt"),
			Map.entry(67, "report.target.jsonl.JsonlTargetTests#keepsEventsWhileTheDiskIsFull"),
			Map.entry(68, "ledger.jdbc.LedgerTroubleTests#aDatabaseThatIsDownAtTheStartGetsAllLater"),
			Map.entry(69, "report.target.kafka.KafkaTargetTests#isDoneWithinItsTimeoutsWhereThereIsNoBroker"));

	private static final Log logger = LogFactory.getLog(FaultSummary.class);

	private static final TreeMap<String, String> ROWS = new TreeMap<>();

	@Override
	public void beforeAll(ExtensionContext context) {
		context.getRoot().getStore(Namespace.create(FaultSummary.class)).computeIfAbsent("summary", (key) -> this);
	}

	/**
	 * Notes what happened in a row.
	 * @param row its number in two digits, and the case
	 * @param wire what was on the wire
	 * @param outcome what became of the events
	 * @param law the books, beside what others have counted
	 */
	static synchronized void note(String row, String wire, String outcome, String law) {
		ROWS.put(row, "wire: " + wire + " | outcome: " + outcome + " | law: " + law);
	}

	/**
	 * Writes the law of conservation down.
	 * @param status the books
	 * @param recorded how many events the test has recorded
	 * @param kept how many ids the collector has
	 * @return the text
	 */
	static String law(ReporterStatus status, int recorded, int kept) {
		return status.recorded() + " recorded + " + status.recovered() + " recovered = " + status.sent() + " sent + "
				+ status.waiting() + " waiting + " + status.dropped() + " dropped + " + status.rejected()
				+ " rejected; the test recorded " + recorded + ", the collector has " + kept;
	}

	@Override
	public void close() {
		synchronized (FaultSummary.class) {
			ELSEWHERE
				.forEach((row, test) -> ROWS.put(String.format(Locale.ROOT, "%02d", row), "held by co.tokenr." + test));
			StringBuilder text = new StringBuilder("the fault matrix of delivery:");
			ROWS.forEach((row, line) -> text.append("\nfault ").append(row).append(": ").append(line));
			logger.info(text);
			ROWS.clear();
		}
	}

}
