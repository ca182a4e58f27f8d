package co.tokenr.pricing;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Hours of the week in a named zone. A window begins on its days, includes its first
 * instant and excludes its last; one that ends at or before its start ends on the next
 * day. Where clocks are turned, the clock on the wall decides.
 *
 * @param zone the zone of the hours
 * @param dayZone the zone of the days, that of the hours unless a source says otherwise
 * @param days the days on which windows begin
 * @param windows the hours
 * @param completed whether the end of a round trip is looked at instead of its start
 */
public record Schedule(ZoneId zone, ZoneId dayZone, Set<DayOfWeek> days, List<Window> windows, boolean completed) {

	/**
	 * Creates a schedule.
	 */
	public Schedule {
		if (days.isEmpty() || windows.isEmpty()) {
			throw new IllegalArgumentException("A schedule has at least one day and one window");
		}
		days = Set.copyOf(days);
		windows = List.copyOf(windows);
	}

	boolean holds(Instant started, Instant ended) {
		Instant instant = this.completed ? ended : started;
		LocalDateTime time = LocalDateTime.ofInstant(instant, this.zone);
		int minute = time.getHour() * 60 + time.getMinute();
		DayOfWeek today = this.dayZone.equals(this.zone) ? time.getDayOfWeek()
				: LocalDateTime.ofInstant(instant, this.dayZone).getDayOfWeek();
		for (Window window : this.windows) {
			if (window.beganToday(minute) && this.days.contains(today)) {
				return true;
			}
			if (window.beganYesterday(minute) && this.days.contains(today.minus(1))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns the schedule in words.
	 * @return such as {@code 09:00-12:00 MONDAY,TUESDAY Asia/Shanghai}
	 */
	public String description() {
		String hours = this.windows.stream().map(Window::description).collect(Collectors.joining(","));
		String week = (this.days.size() == 7) ? ""
				: " " + EnumSet.copyOf(this.days)
					.stream()
					.map((day) -> day.name().substring(0, 3))
					.collect(Collectors.joining(","));
		String weekZone = this.dayZone.equals(this.zone) ? "" : " (days of " + this.dayZone + ")";
		return hours + week + " " + this.zone + weekZone + (this.completed ? " at completion" : "");
	}

	/**
	 * Hours of a day.
	 *
	 * @param start minute of the day that is the first inside, 0 to 1439
	 * @param end minute of the day that is the first outside, 0 to 1440; at or before the
	 * start on the next day
	 */
	public record Window(int start, int end) {

		static final int DAY = 1440;

		/**
		 * Creates a window.
		 */
		public Window {
			if (start < 0 || start >= DAY || end < 0 || end > DAY) {
				throw new IllegalArgumentException("A window lies between 00:00 and 24:00");
			}
		}

		boolean beganToday(int minute) {
			return minute >= this.start && (minute < this.end || this.end <= this.start);
		}

		boolean beganYesterday(int minute) {
			return this.end <= this.start && minute < this.end;
		}

		String description() {
			return clock(this.start) + "-" + clock(this.end);
		}

		private static String clock(int minute) {
			return twoDigits(minute / 60) + ":" + twoDigits(minute % 60);
		}

		private static String twoDigits(int number) {
			return (number < 10) ? "0" + number : Integer.toString(number);
		}

	}

}
