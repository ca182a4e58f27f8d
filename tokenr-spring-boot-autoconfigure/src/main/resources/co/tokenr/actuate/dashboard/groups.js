// Tables of what was spent by feature, model, team and customer.

import { h } from './dom.js';
import { compare } from './decimal.js';
import { count, money } from './format.js';
import { href, hrefWith, params } from './place.js';
import { counted, costWords, heads, NONE, number, paid, rowHead, section, sortHeader, table } from './parts.js';
import { change, costIn, costPerCall, csv, isKnown, keyOf, margin, nameOf, revenue, revenuePerCall, savings, tokensIn } from './usage.js';

export const DIMENSIONS = ['feature', 'model', 'team', 'customer'];

const TITLES = { feature: 'Features', model: 'Models', team: 'Teams', customer: 'Customers' };
const SHOWN = 8;

function measures(currency, before) {
	return {
		cost: (row) => costIn(row, currency), change: (row) => change(row, before(row), currency), calls: (row) => row.calls,
		costPerCall: (row) => costPerCall(row, currency), tokens: (row) => tokensIn(row, 'total_tokens'),
		cacheSavings: (row) => savings(row, currency), revenue, margin: (row) => margin(row, currency)
	};
}

// By what the place asks for, unknown figures last and 'other' after all.
function sorted(rows, dimension, of) {
	const [name, measure, direction] = (params().get('sort') ?? '').split('.');
	const figure = name === dimension && Object.hasOwn(of, measure) ? of[measure] : null;
	if (!figure) {
		return rows;
	}
	const turn = direction === 'asc' ? 1 : -1;
	return [...rows].sort((one, other) => {
		const [a, b] = [figure(one), figure(other)];
		if (one.other || other.other || a === null || b === null) {
			return (one.other ? 2 : a === null ? 1 : 0) - (other.other ? 2 : b === null ? 1 : 0);
		}
		return turn * compare(a, b);
	});
}

export function groupTable({ dimension, answer, before }, { currency, totals, prior }) {
	const name = `top-${dimension}`;
	const of = measures(currency, before);
	const rows = sorted(answer.rows, dimension, of);
	const shown = params().get('all') === dimension ? rows : rows.slice(0, SHOWN);
	const all = costIn(totals.rows[0], currency);
	const shows = { change: isKnown(prior), revenue: revenuePerCall() !== null };
	const header = (measure, label) => sortHeader(dimension, measure, label);
	const headings = [...heads(TITLES[dimension].slice(0, -1)), header('cost', 'Cost'),
		shows.change && header('change', 'Change'), header('calls', 'Calls'), header('costPerCall', 'Per call'), header('tokens', 'Tokens'), header('cacheSavings', 'Cache saved'),
		shows.revenue && [header('revenue', 'Revenue'), header('margin', 'Margin')]];
	return section(TITLES[dimension], { 'data-row': name },
		table(name, `Spend by ${dimension}`, headings, shown.map((row) => groupRow(row, dimension, of, currency, all, shows))),
		h('p', { class: 'under' },
			rows.length > SHOWN && h('a', { href: href({ all: shown === rows ? null : dimension }) },
				shown === rows ? 'Show fewer' : `Show all ${rows.length}`),
			h('a', { href: csv({ groupBy: dimension, top: 1000 }), 'data-csv': dimension, download: `tokenr-${dimension}.csv` }, 'CSV'),
			rows.some((row) => row.other) && h('span', { class: 'faint' }, 'The highest 100 by cost are told apart.')));
}

export function groupName(row, dimension) {
	const name = nameOf(row);
	return row.other ? h('span', { class: 'faint' }, 'all others')
		: h('a', { href: hrefWith(dimension, name), title: name ?? `without a ${dimension}` }, name ?? h('i', null, NONE));
}

export const rowKey = (row) => row.other ? '(other)' : nameOf(row) ?? NONE;

function groupRow(row, dimension, of, currency, all, shows) {
	return h('tr', { 'data-key': rowKey(row), 'data-row': keyOf(row), 'data-other': Boolean(row.other) },
		rowHead(groupName(row, dimension), share(of.cost(row), all)),
		costCell(row, of.cost(row), currency),
		shows.change && changeCell(of.change(row), currency),
		counted('calls', row.calls),
		paid('costPerCall', of.costPerCall(row), currency),
		counted('tokens', of.tokens(row)),
		paid('cacheSavings', of.cacheSavings(row), currency),
		shows.revenue && [paid('revenue', revenue(row), currency), marginCell(of.margin(row), currency)]);
}

function share(cost, all) {
	if (cost === null) {
		return null;
	}
	const width = Number(all) > 0 ? 100 * Number(cost) / Number(all) : 0;
	return h('svg', { class: 'share', 'aria-hidden': 'true' }, h('rect', { width: `${width}%`, height: '100%', rx: 1.5 }));
}

export function costCell(row, cost, currency) {
	const unpriced = Number(row.unpriced);
	return h('td', { class: 'number', 'data-measure': 'cost', 'data-value': cost ?? '', title: cost },
		cost === null ? h('span', { class: 'warn' }, costWords(row)) : money(cost, currency),
		cost !== null && unpriced > 0 && h('span', { class: 'warn small' }, `+${count(unpriced)} unpriced`));
}

export function changeCell(value, currency) {
	const up = value !== null && Number(value) > 0;
	return number('change', value, value !== null && h('span', { class: up ? 'up' : Number(value) < 0 ? 'down' : '' },
		money(value, currency, { sign: true })));
}

function marginCell(value, currency) {
	const loss = value !== null && value.startsWith('-');
	return number('margin', value, value !== null && `${money(value, currency)}${loss ? ' loss' : ''}`,
		{ class: loss ? 'number loss' : 'number', 'data-loss': loss });
}
