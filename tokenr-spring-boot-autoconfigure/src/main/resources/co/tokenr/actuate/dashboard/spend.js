// Spend over time, stacked by a dimension, with the period before behind it.

import { h } from './dom.js';
import { plus } from './decimal.js';
import { bucketName, money } from './format.js';
import { costWords, figureHeads, heads, NONE, rowHead, section, table } from './parts.js';
import { filters, params } from './place.js';
import { buckets, period } from './time.js';
import { costIn, keyOf, nameOf } from './usage.js';
import { chart } from './charts.js';

const GROUPS = ['feature', 'model', 'team', 'customer', 'provider', 'agent', 'user', 'environment', 'service',
	'operation', 'status'];

// Columns by group and one row a bucket, also where nothing was spent.
export function spendSeries({ series, priorSeries, currency }) {
	const now = period(params());
	const groups = ranked(series.rows, currency);
	const cells = new Map(series.rows.map((row) => [`${Date.parse(row.bucket)} ${keyOf(row)}`, row]));
	const starts = [...new Set([...buckets(now), ...series.rows.map((row) => Date.parse(row.bucket))])].sort((a, b) => a - b);
	const before = new Map(priorSeries.rows.map((row) => [Date.parse(row.bucket), row]));
	const priorStarts = buckets({ ...now, ...now.prior });
	return { zone: now.zone, bucket: now.bucket, groups,
		rows: starts.map((start, i) => ({ start, prior: before.get(priorStarts[i]) ?? null,
			cells: groups.map(({ key }) => cells.get(`${start} ${key}`) ?? null) })) };
}

// The dearest group first, the rest last.
function ranked(rows, currency) {
	const groups = new Map();
	for (const row of rows) {
		const name = row.other ? 'all others' : nameOf(row) ?? NONE;
		const group = groups.get(keyOf(row)) ?? { key: keyOf(row), name, cost: row.other ? -Infinity : 0 };
		groups.set(group.key, { ...group, cost: group.cost + Number(costIn(row, currency) ?? 0) });
	}
	return [...groups.values()].sort((one, other) => other.cost - one.cost);
}

// Nothing was spent where nothing was used; where the price is unknown, so is the sum.
function sum(rows, currency) {
	const costs = rows.map((row) => costIn(row, currency)).filter((cost) => cost !== null);
	return costs.length > 0 || rows.length === 0 ? costs.reduce(plus, '0') : null;
}

function costOf(measure, rows, currency, more) {
	const cost = sum(rows, currency);
	return h('td', { class: 'number', 'data-measure': measure, 'data-value': cost ?? '', title: cost, ...more },
		cost === null ? h('span', { class: 'warn' }, costWords(rows[0])) : money(cost, currency));
}

export function spendSection(data) {
	const spend = spendSeries(data);
	return section('Spend over time', { class: 'card spend', 'data-row': 'spend' },
		h('div', { class: 'inline-form corner' }, h('label', null, 'Stacked by ', groupSelect(data.groupBy))),
		h('div', { class: 'chart' }, h('canvas', { 'data-chart': 'spend', role: 'img',
			'aria-label': `Spend over time by ${data.groupBy}; the table below has the same figures` })),
		h('details', null, h('summary', null, 'The figures as a table'), spendTable(spend, data)));
}

function groupSelect(groupBy) {
	const tags = filters().map(({ dimension }) => dimension).filter((dimension) => dimension.startsWith('tag:'));
	const names = [...new Set([...GROUPS, ...tags, groupBy])];
	return h('select', { name: 'groupBy' },
		names.map((name) => h('option', { value: name, selected: name === groupBy }, name)));
}

function spendTable({ zone, bucket, groups, rows }, { currency }) {
	const headings = [...heads('From'), ...figureHeads('Cost', ...groups.map(({ name }) => name), 'Period before')];
	return table('spend', `Spend over time, ${currency}`, headings, rows.map(({ start, cells, prior }) =>
		h('tr', { 'data-key': new Date(start).toISOString(), 'data-row': String(start) },
			rowHead(bucketName(start, zone, bucket)),
			costOf('cost', cells.filter(Boolean), currency),
			cells.map((row, i) => costOf('groupCost', row ? [row] : [], currency, { 'data-group': groups[i].name })),
			costOf('prior', prior ? [prior] : [], currency))));
}

export function spendChart(canvas, data) {
	const { zone, bucket, groups, rows } = spendSeries(data);
	const { currency } = data;
	const amount = (row) => Number(costIn(row, currency) ?? 0);
	chart(canvas, {
		labels: rows.map(({ start }) => bucketName(start, zone, bucket)),
		bars: groups.map(({ name, key }, i) =>
			({ name, other: key === 'other', values: rows.map(({ cells }) => amount(cells[i])) })),
		ghost: { name: 'Period before', values: rows.map(({ prior }) => amount(prior)) },
		format: (value) => money(value, currency)
	});
}
