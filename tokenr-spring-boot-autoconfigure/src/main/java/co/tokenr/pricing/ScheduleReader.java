package co.tokenr.pricing;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.ZoneId;
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
 * Reads schedules.
 */
final class ScheduleReader {

	private static final Set<String> SCHEDULE = Set.of("zone", "days", "windows", "at");

	private static final Pattern WINDOW = Pattern.compile("(\\d\\d):(\\d\\d)-(\\d\\d):(\\d\\d)");

	private ScheduleReader() {
	}

	static Schedule read(JsonNode node) {
		Map<String, JsonNode> members = node.object(SCHEDULE);
		ZoneId zone = zone(PriceFileReader.required(members, "zone", node));
		List<Schedule.Window> windows = new ArrayList<>();
		for (JsonNode window : PriceFileReader.required(members, "windows", node).list()) {
			windows.add(window(window));
		}
		try {
			return new Schedule(zone, zone, days(members.get("days")), windows, completed(members.get("at")));
		}
		catch (IllegalArgumentException ex) {
			throw node.error(ex);
		}
	}

	static ZoneId zone(JsonNode node) {
		try {
			return ZoneId.of(node.text());
		}
		catch (DateTimeException ex) {
			throw node.error("'" + node.value() + "' is no time zone");
		}
	}

	private static boolean completed(@Nullable JsonNode node) {
		if (node == null || "started".equals(node.value())) {
			return false;
		}
		if ("completed".equals(node.value())) {
			return true;
		}
		throw node.error("A schedule looks \"at\": \"started\" or \"completed\"");
	}

	static Schedule.Window window(JsonNode node) {
		Matcher matcher = WINDOW.matcher(node.text());
		if (matcher.matches() && minute(matcher, 2) < 60 && minute(matcher, 4) < 60) {
			int start = minute(matcher, 1) * 60 + minute(matcher, 2);
			int end = minute(matcher, 3) * 60 + minute(matcher, 4);
			try {
				if (start != end) {
					return new Schedule.Window(start, end);
				}
			}
			catch (IllegalArgumentException ex) {
				throw node.error(ex);
			}
		}
		throw node.error("Expected hours such as 09:00-12:00, up to 24:00");
	}

	private static int minute(Matcher matcher, int group) {
		return Integer.parseInt(matcher.group(group));
	}

	private static Set<DayOfWeek> days(@Nullable JsonNode node) {
		if (node == null) {
			return EnumSet.allOf(DayOfWeek.class);
		}
		Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
		for (JsonNode range : node.list()) {
			String[] ends = range.text().split("-", 2);
			DayOfWeek last = day(ends[ends.length - 1], range);
			DayOfWeek day = day(ends[0], range);
			days.add(day);
			while (day != last) {
				day = day.plus(1);
				days.add(day);
			}
		}
		return days;
	}

	private static DayOfWeek day(String name, JsonNode node) {
		for (DayOfWeek day : DayOfWeek.values()) {
			if (day.name().substring(0, 3).equals(name.toUpperCase(Locale.ROOT))) {
				return day;
			}
		}
		throw node.error("Expected days such as MON or MON-FRI");
	}

}
