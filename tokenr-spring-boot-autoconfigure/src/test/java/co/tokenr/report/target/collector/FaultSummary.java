package co.tokenr.report.target.collector;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The rows of the fault matrix of delivery, printed once at the end of a run: those that
 * ran, by number and with what happened; those that another test holds, with its name;
 * and those that nothing here tests, with the reason.
 */
final class FaultSummary implements BeforeAllCallback, AutoCloseable {

	/** Below {@code co.tokenr.report}; each is a test that is there. */
	static final Map<Integer, String> ELSEWHERE = Map.ofEntries(
			Map.entry(4, "target.collector.CollectorFaultTests#aCollectorThatNeverAnswersIsGivenUpAtTheDeadline"),
			Map.entry(6, "target.collector.CollectorFaultTests#aBodyThatDripsIsCutAtTheDeadlineAndItsConnectionClosed"),
			Map.entry(7, "target.collector.CollectorFaultTests#aConnectionThatBreaksMayPass"),
			Map.entry(9, "target.collector.CollectorFaultTests#aBodyThatBreaksOffAfterASuccessIsASuccess"),
			Map.entry(12, "target.collector.CollectorFaultTests#readsNoMoreThanTheBeginningOfAHugeBody"),
			Map.entry(31, "target.collector.RetryAfterTests#readsADateByTheAnswersOwnClock"),
			Map.entry(34, "target.collector.OutageTests#filesLoseNothingKeepTheOrderAndDrainOneBatchAtATime"),
			Map.entry(38, "target.collector.CollectorConnectionTests#refusesAnAddressThatIsNotFit"),
			Map.entry(41, "DurableDeliveryTests#keepsEventsInMemoryAndSaysSoWhereThereCanBeNoFiles"),
			Map.entry(42, "spool.FileSpoolTests#goesOnWhenTheDirectoryIsDeletedWhileItRuns"),
			Map.entry(43, "spool.SpoolDamageTests#aTailTornAtAnyByteLeavesExactlyTheRecordsBefore"),
			Map.entry(44, "spool.SpoolDamageTests#aFlippedBitCostsTheRecordItIsInAndNoOther"),
			Map.entry(45, "spool.SpoolDamageTests#aTailOfZerosIsNoRecord"),
			Map.entry(46, "spool.SpoolDamageTests#leavesTheFilesOfALaterVersionAlone"),
			Map.entry(47, "target.collector.KillTests#anEventWhoseCallReturnedSurvivesTheKillOfItsProcess"),
			Map.entry(48, "DurableDeliveryTests#twoReportersShareADirectoryAndNoEvent"),
			Map.entry(49, "target.collector.KillTests#anEventWhoseCallReturnedSurvivesTheKillOfItsProcess"),
			Map.entry(50, "target.collector.KillTests#anEventWhoseCallReturnedSurvivesTheKillOfItsProcess"),
			Map.entry(51, "target.collector.KillTests#aProcessThatIsAskedToEndLeavesAllOnTheDisk"),
			Map.entry(54, "DurableDeliveryTests#aHundredRestartsLeakNeitherThreadsNorFilesNorLocks"),
			Map.entry(56, "target.collector.CollectorTargetTests#rejectsAnEventThatCannotBeWrittenAndSendsTheOthers"),
			Map.entry(57, "DurableDeliveryTests#aTargetThatHangsHoldsUpNoOther"),
			Map.entry(63,
					"target.collector.CollectorConnectionTests"
							+ "#refusesATokenThatCannotStandInAHeaderWithoutNamingIt"),
			Map.entry(67, "target.jsonl.JsonlTargetTests#keepsEventsWhileTheDiskIsFull"),
			Map.entry(69, "target.kafka.KafkaTargetTests#isDoneWithinItsTimeoutsWhereThereIsNoBroker"));

	/** What no test holds, and why not. */
	static final Map<Integer, String> NOT_TESTED = Map.ofEntries(
			Map.entry(3, "a port that swallows SYN needs a firewall rule; the connect timeout is only configured"),
			Map.entry(5, "not written; the deadline is the one of rows 4 and 6"),
			Map.entry(8, "not written; no immediate uncounted retry is built, it is retried as row 7"),
			Map.entry(10, "not written"), Map.entry(11, "not written"),
			Map.entry(13, "not written; bodies are never decoded, and capped as in row 12"),
			Map.entry(28, "no format with an index-to-error map at 422 is built"),
			Map.entry(36, "not written; the jitter is random, its spread over instances is not measured"),
			Map.entry(37, "no HTTPS fault server here yet"), Map.entry(39, "no proxy fault server here yet"),
			Map.entry(40, "needs a file system of its own; the reserve is held by FileSpoolTests#leavesRoomOnTheDisk"),
			Map.entry(52,
					"not written for a child process; in this one CollectorDeliveryTests"
							+ "#aShutdownWithASilentCollectorKeepsItsDeadline"),
			Map.entry(58, "intervals go by the monotonic clock, which a test cannot turn; nothing expires by age"),
			Map.entry(59, "a pause of the machine cannot be had in a test; nothing expires by age"),
			Map.entry(60, "a matter of the benchmarks"), Map.entry(61, "held by the tests of the meters"),
			Map.entry(68, "held by the tests of the ledger"), Map.entry(70, "soak, not part of this run"),
			Map.entry(71, "the build runs on one JDK"),
			Map.entry(72, "not written; the reporter has an HTTP client of its own that nobody customizes"));

	private static final Log logger = LogFactory.getLog(FaultSummary.class);

	private static final TreeMap<String, String> ROWS = new TreeMap<>();

	@Override
	public void beforeAll(ExtensionContext context) {
		context.getRoot().getStore(Namespace.create(FaultSummary.class)).computeIfAbsent("summary", (key) -> this);
	}

	/**
	 * Notes what happened in a row.
	 * @param row its number in two digits, and the case
	 * @param line what happened
	 */
	static synchronized void note(String row, String line) {
		ROWS.put(row, line);
	}

	@Override
	public void close() {
		synchronized (FaultSummary.class) {
			ELSEWHERE.forEach((row, test) -> ROWS.put(String.format(Locale.ROOT, "%02d", row), "held by " + test));
			NOT_TESTED.forEach(
					(row, reason) -> ROWS.put(String.format(Locale.ROOT, "%02d", row), "not tested here: " + reason));
			StringBuilder text = new StringBuilder("the fault matrix of delivery:");
			ROWS.forEach((row, line) -> text.append("\nfault ").append(row).append(": ").append(line));
			logger.info(text);
			ROWS.clear();
		}
	}

}
