// Ranges by the clocks of a zone, the period before each, and the buckets in them.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const formats = new Map();

function format(zone) {
	if (!formats.has(zone)) {
		formats.set(zone, new Intl.DateTimeFormat('en-CA', { timeZone: zone, hourCycle: 'h23', year: 'numeric',
			month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' }));
	}
	return formats.get(zone);
}

// What the clocks of the zone show.
export function clocks(instant, zone) {
	const parts = Object.fromEntries(format(zone).formatToParts(instant).map(({ type, value }) => [type, value]));
	return { date: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}:${parts.second}` };
}

function offset(instant, zone) {
	const { date, time } = clocks(instant, zone);
	return Date.parse(`${date}T${time}Z`) - Math.floor(instant / 1000) * 1000;
}

export function startOfDay(date, zone) {
	const utc = Date.parse(`${date}T00:00:00Z`);
	const guess = utc - offset(utc, zone);
	return utc - offset(guess, zone);
}

export const addDays = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

const monthStart = (date) => `${date.slice(0, 7)}-01`;

const startOfHour = (instant, zone) => {
	const shift = offset(instant, zone);
	return Math.floor((instant + shift) / HOUR) * HOUR - shift;
};

export function isZone(zone) {
	try {
		format(zone);
		return true;
	}
	catch {
		return false;
	}
}

export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

export const RANGES = { '24h': 'Last 24 hours', '7d': 'Last 7 days', '30d': 'Last 30 days', month: 'This month',
	yesterday: 'Yesterday', custom: 'Custom' };

const DATE = /^\d{4}-\d{2}-\d{2}$/;

function dates(range, from, to, today) {
	if (range === 'custom' && DATE.test(from) && DATE.test(to) && from <= to) {
		return [from, addDays(to, 1)];
	}
	return { '30d': [addDays(today, -29), null], month: [monthStart(today), null],
		yesterday: [addDays(today, -1), today] }[range] ?? [addDays(today, -6), null];
}

function days(from, to) {
	return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

// The range of a place: where it begins and ends in milliseconds ('to' null: now), how time is cut,
// and the period before that it is compared with, which lasts as long.
export function period(params, now = Date.now()) {
	const zone = params.get('zone');
	const range = params.get('range');
	if (range === '24h') {
		const from = startOfHour(now, zone) - 23 * HOUR;
		return { zone, from, to: null, bucket: 'hour', prior: { from: from - DAY, to: now - DAY } };
	}
	const today = clocks(now, zone).date;
	const [first, end] = dates(range, params.get('from'), params.get('to'), today);
	const length = days(first, end ?? addDays(today, 1));
	const before = range === 'month' ? monthStart(addDays(first, -1)) : addDays(first, -length);
	const from = startOfDay(first, zone);
	const priorFrom = startOfDay(before, zone);
	const elapsed = (end ? startOfDay(end, zone) : now) - from;
	return { zone, from, to: end && startOfDay(end, zone), bucket: length <= 2 ? 'hour' : length <= 120 ? 'day' : 'month',
		prior: { from: priorFrom, to: end ? from : Math.min(from, priorFrom + elapsed) } };
}

// Where buckets begin, in milliseconds.
export function buckets({ from, to, zone, bucket }, now = Date.now()) {
	const end = to ?? now;
	const starts = [];
	if (bucket === 'hour') {
		for (let at = startOfHour(from, zone); at < end; at += HOUR) {
			starts.push(at);
		}
		return starts;
	}
	const step = bucket === 'day' ? (date) => addDays(date, 1) : (date) => monthStart(addDays(monthStart(date), 31));
	const first = clocks(from, zone).date;
	for (let date = bucket === 'day' ? first : monthStart(first); startOfDay(date, zone) < end; date = step(date)) {
		starts.push(startOfDay(date, zone));
	}
	return starts;
}
