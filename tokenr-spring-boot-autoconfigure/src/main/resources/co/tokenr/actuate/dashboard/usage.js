// Questions to tokenrusage about the place we are at, and what its rows say.

import { ask, askSeldom, address } from './api.js';
import { isNumber, minus, over, plain, times } from './decimal.js';
import { params } from './place.js';
import { period } from './time.js';

const iso = (milliseconds) => new Date(milliseconds).toISOString();

function query({ from, to }, more = {}, filters = params().getAll('filter')) {
	const place = params();
	const entries = [['from', iso(from)], ...(to === null ? [] : [['to', iso(to)]]), ['zone', place.get('zone')]];
	filters.forEach((filter) => entries.push(['filter', filter]));
	Object.entries(more).forEach(([name, value]) => entries.push([name, value]));
	return entries;
}

// Percentiles are shown of all usage together only, and are dear where there are many groups.
const WITHOUT_PERCENTILES = { percentiles: false };

// Whatever the ledger has, of any time and without filters.
export const askAnything = () => ask('tokenrusage', [['from', '1970-01-01'], ...Object.entries(WITHOUT_PERCENTILES)]);

export const askTotals = () => ask('tokenrusage', query(period(params())));

export const askNow = (more) => ask('tokenrusage', query(period(params()), { ...more, ...WITHOUT_PERCENTILES }));

// What there is to choose from.
export const askUnfiltered = (more) => ask('tokenrusage', query(period(params()), { ...more, ...WITHOUT_PERCENTILES }, []));

export const askEvents = (more) => ask('tokenrusage/events', query(period(params()), more));

// The period before ends a moment later each time it is asked for, which once a minute is enough.
export function askPrior(more) {
	const asked = { ...more, ...WITHOUT_PERCENTILES };
	const { prior } = period(params());
	const settled = query({ from: prior.from, to: Math.floor(prior.to / 60_000) * 60_000 }, asked);
	return askSeldom('tokenrusage', query(prior, asked), JSON.stringify(settled));
}

export const csv = (more) =>
	`${address('tokenrusage')}?${new URLSearchParams([...query(period(params()), more), ['format', 'csv']])}`;

export const nameOf = (row) => row.other ? null : Object.values(row.group)[0];

export const keyOf = (row) => row.other ? 'other' : JSON.stringify(nameOf(row));

export const onlyRow = (answer) => answer.rows[0] ?? null;

// Amounts by currency, in full and in order.
export function amounts(row) {
	return Object.entries(row?.cost ?? {}).map(([currency, amount]) => [currency, plain(amount)]).sort();
}

// The currency that is compared: the one asked for, else the one that most rows have.
export function currencyOf(rows) {
	const times = new Map();
	rows.flatMap((row) => Object.keys(row.cost)).sort()
		.forEach((currency) => times.set(currency, (times.get(currency) ?? 0) + 1));
	const wanted = params().get('currency');
	const most = [...times].sort(([, one], [, other]) => other - one)[0]?.[0] ?? 'USD';
	return { currency: times.has(wanted) ? wanted : most, currencies: [...times.keys()].sort() };
}

const singleCurrency = (row, currency) => row && Object.keys(row.cost).every((one) => one === currency);

export function costIn(row, currency) {
	const amount = row?.cost?.[currency];
	return amount === undefined ? null : plain(amount);
}

// A mean over calls is one only where all amounts are of one currency.
export function costPerCall(row, currency) {
	const cost = costIn(row, currency);
	return cost === null || !singleCurrency(row, currency) ? null : over(cost, row.calls);
}

// Nothing was saved where nothing was cached; below zero, writing to caches cost more than reading saved.
export function savings(row, currency) {
	const saved = row?.cache_savings;
	return !saved || costIn(row, currency) === null ? null : plain(saved[currency] ?? '0');
}

export function revenuePerCall() {
	const given = params().get('revenuePerCall') ?? '';
	return isNumber(given) ? given : null;
}

export function revenue(row) {
	const perCall = revenuePerCall();
	return perCall === null ? null : times(perCall, row.calls);
}

export function margin(row, currency) {
	const earned = revenue(row);
	const cost = costIn(row, currency);
	return earned === null || cost === null || !singleCurrency(row, currency) ? null : minus(earned, cost);
}

// By what a cost has grown; null where the period before is not known.
export function change(row, before, currency) {
	const cost = costIn(row, currency);
	const prior = before === null ? '0' : before && (costIn(before, currency) ?? '0');
	return cost === null || prior === undefined ? null : minus(cost, prior);
}

// The row of the same group in the period before: null where it had no usage, undefined where nobody knows.
export function finder(answer) {
	if (!answer) {
		return () => undefined;
	}
	const rows = new Map(answer.rows.map((row) => [keyOf(row), row]));
	const known = !rows.has('other') && isKnown(answer);
	return (row) => rows.get(keyOf(row)) ?? (known ? null : undefined);
}

// Whether an answer that is empty means that there was no usage.
export const isKnown = (answer) => answer.rows.length > 0 || !answer.complete_since
	|| Date.parse(answer.complete_since) <= Date.parse(answer.from);

// Counts that nobody reported are not zero.
export const tokensIn = (row, count) => row.usage_missing === row.calls ? null : row[count];

export const covered = (row) => row.covered ?? String(Number(row.calls) - Number(row.usage_missing) - Number(row.unpriced));
