package co.tokenr.report;

import java.util.List;
import java.util.Map;

/**
 * The events that one target has rejected for good and that are still kept, those of
 * earlier processes included where they are kept in files.
 *
 * @param byReason how many are kept, by reason
 * @param latest the latest of them, the latest first
 * @param discarded how many of this process were given up for want of room
 */
public record DeadLetters(Map<String, Long> byReason, List<DeadLetter> latest, long discarded) {

}
