package co.tokenr.pricing;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads the hours of {@code off_peak_pricing} in LiteLLM's price file: hours are always
 * of UTC, weekdays are those of a zone of their own at the very instant, and hours that
 * begin where they end are the whole day.
 */
final class LiteLlmSchedules {

	private static final Pattern HOURS = Pattern.compile("\\s*(\\d{1,2}):(\\d\\d)\\s*-\\s*(\\d{1,2}):(\\d\\d)\\s*");

	private LiteLlmSchedules() {
	}

	static List<Schedule> read(JsonNode block) {
		Map<String, JsonNode> members = block.object();
		JsonNode zone = members.get("weekday_timezone");
		ZoneId dayZone = (zone != null) ? ScheduleReader.zone(zone) : ZoneOffset.UTC;
		List<Schedule> schedules = new ArrayList<>();
		if (members.get("hours_utc") != null) {
			schedules.add(schedule(members, dayZone, block));
		}
		JsonNode windows = members.get("windows");
		for (JsonNode window : (windows != null) ? windows.list() : List.<JsonNode>of()) {
			schedules.add(schedule(window.object(), dayZone, window));
		}
		return schedules;
	}

	private static Schedule schedule(Map<String, JsonNode> members, ZoneId dayZone, JsonNode node) {
		JsonNode hours = PriceFileReader.required(members, "hours_utc", node);
		List<Schedule.Window> windows = new ArrayList<>();
		for (JsonNode range : hours.isList() ? hours.list() : List.of(hours)) {
			windows(range, windows);
		}
		try {
			return new Schedule(ZoneOffset.UTC, dayZone, days(members.get("weekdays")), windows, false);
		}
		catch (IllegalArgumentException ex) {
			throw node.error(ex);
		}
	}

	/** Divided at midnight, so that each part is judged by the weekday of its instant. */
	private static void windows(JsonNode range, List<Schedule.Window> windows) {
		Matcher matcher = HOURS.matcher(range.text());
		if (!matcher.matches()) {
			throw range.error("Expected hours such as 16:30-00:30");
		}
		int start = minute(matcher, 1, range);
		int end = minute(matcher, 3, range);
		if (start < end) {
			windows.add(new Schedule.Window(start, end));
			return;
		}
		windows.add(new Schedule.Window((start != end) ? start : 0, Schedule.Window.DAY));
		if (start != end && end > 0) {
			windows.add(new Schedule.Window(0, end));
		}
	}

	private static int minute(Matcher matcher, int group, JsonNode node) {
		int minute = Integer.parseInt(matcher.group(group)) * 60 + Integer.parseInt(matcher.group(group + 1));
		if (minute > Schedule.Window.DAY) {
			throw node.error("A day has 24 hours");
		}
		return minute % Schedule.Window.DAY;
	}

	private static Set<DayOfWeek> days(@Nullable JsonNode node) {
		if (node == null) {
			return EnumSet.allOf(DayOfWeek.class);
		}
		Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
		for (JsonNode day : node.list()) {
			days.add(day(day));
		}
		return days;
	}

	/** A number from 1 for Monday, or the beginning of a name. */
	private static DayOfWeek day(JsonNode node) {
		BigDecimal number = node.number();
		for (DayOfWeek day : DayOfWeek.values()) {
			boolean named = node.value() instanceof String text && text.length() >= 3
					&& day.name().startsWith(text.toUpperCase(Locale.ROOT));
			if (named || (number != null && number.compareTo(BigDecimal.valueOf(day.getValue())) == 0)) {
				return day;
			}
		}
		throw node.error("Expected a weekday such as \"mon\" or 1");
	}

}
