// The bar of range, zone and filters. It shows the URL, and what is changed in it changes the URL.

import { isNumber } from './decimal.js';
import { h, patch } from './dom.js';
import { NONE } from './parts.js';
import { store, stored } from './kept.js';
import { AFRESH, filterOf, filters, go, href, hrefWithout, params } from './place.js';
import { addDays, clocks, ownZone, period, RANGES } from './time.js';
import { askUnfiltered } from './usage.js';

const DIMENSIONS = { provider: 'Provider', model: 'Model', operation: 'Operation', agent: 'Agent', feature: 'Feature',
	team: 'Team', customer: 'Customer', user: 'User', environment: 'Environment' };
const STATUSES = ['success', 'error', 'cancelled'];
const UNFOLDED = 'tokenr-filters';
// What these pages show heeds neither range nor filters.
const WITHOUT_USAGE = ['delivery', 'coverage'];
const PLAIN = ['range', 'zone', 'from', 'to', 'groupBy', 'revenuePerCall'];

const field = (label, control) => h('label', null, h('span', null, label), control);

const options = (names, chosen) =>
	Object.entries(names).map(([value, label]) => h('option', { value, selected: value === chosen }, label));

function zones(chosen) {
	const all = Intl.supportedValuesOf?.('timeZone') ?? [];
	return [...new Set(['UTC', ownZone(), chosen, ...all])];
}

function text(dimension, label) {
	const chosen = filters().find((filter) => filter.dimension === dimension);
	return field(label, h('input', { name: dimension, list: `values-${dimension}`, placeholder: 'all',
		value: chosen ? chosen.value ?? NONE : '' }));
}

function tagField() {
	const chosen = filters().find(({ dimension }) => dimension.startsWith('tag:'));
	return field('Tag', h('input', { name: 'tag', placeholder: 'key=value', value: chosen ? chosen.filter.slice(4) : '' }));
}

function statusField() {
	const chosen = filters().find(({ dimension }) => dimension === 'status')?.value;
	return field('Status', h('select', { name: 'status' }, h('option', { value: '', selected: !chosen }, 'all'),
		...STATUSES.map((status) => h('option', { value: status, selected: status === chosen }, status))));
}

function timeFields(place) {
	const range = place.get('range');
	return [
		field('Range', h('select', { name: 'range' }, ...options(RANGES, range))),
		...['from', 'to'].map((name) => h('label', { hidden: range !== 'custom' }, h('span', null, name === 'from' ? 'From' : 'To'),
			h('input', { type: 'date', name, value: place.get(name) ?? '' }))),
		field('Time zone', h('select', { name: 'zone' }, ...zones(place.get('zone')).map((zone) =>
			h('option', { value: zone, selected: zone === place.get('zone') }, zone))))];
}

function chips() {
	const given = filters();
	return given.length > 0 && h('ul', { class: 'chips', 'aria-label': 'Filters in force' },
		...given.map(({ filter, dimension, value }) => h('li', { 'data-row': filter },
			h('a', { href: hrefWithout(filter), 'data-chip': filter }, `${dimension}: ${value ?? NONE} `,
				h('span', { 'aria-hidden': 'true' }, '×'), h('span', { class: 'unseen' }, 'remove')))),
		h('li', null, h('a', { class: 'plain', href: href({ ...AFRESH, filter: null }) }, 'Clear all')));
}

// Folded, so that a page begins with its figures, unless filters are in force or the reader left them open.
const isUnfolded = () => filters().length > 0 || stored(UNFOLDED) === 'open';

// Told of a click, before the details change: what a link with filters unfolds is not the reader's choice.
export function onFold({ target }) {
	const more = target.closest('summary')?.closest('.more');
	if (more) {
		store(UNFOLDED, more.open ? 'folded' : 'open');
	}
}

export function showFilters(form) {
	const place = params();
	form.hidden = WITHOUT_USAGE.includes(place.get('page'));
	patch(form, [
		h('div', { class: 'fields' }, ...timeFields(place)),
		h('details', { class: 'more', open: !form.firstChild && isUnfolded() },
			h('summary', null, 'Filters'),
			h('div', { class: 'fields' }, Object.entries(DIMENSIONS).map(([dimension, label]) => text(dimension, label)),
				statusField(), tagField())),
		chips(),
		...Object.keys(DIMENSIONS).map((dimension) => document.getElementById(`values-${dimension}`)?.cloneNode(true)
			?? h('datalist', { id: `values-${dimension}` }))]);
}

function dates() {
	const { from, to, zone } = period(params());
	const date = (instant) => clocks(instant, zone).date;
	return { from: date(from), to: to === null ? date(Date.now()) : addDays(date(to), -1) };
}

function filtersWith(name, value) {
	const place = params();
	const given = place.getAll('filter');
	if (name === 'tag') {
		const first = given.find((filter) => filter.startsWith('tag:'));
		return [...given.filter((filter) => filter !== first), ...(value ? [`tag:${value}`] : [])];
	}
	const others = given.filter((filter) => filter !== name && !filter.startsWith(`${name}=`));
	return value ? [...others, filterOf(name, value === NONE ? null : value)] : others;
}

// Where a control leads to, null where its value is of no use.
function target(name, value) {
	if (name === 'revenuePerCall') {
		const amount = value.replace(',', '.');
		return amount === '' || isNumber(amount) ? href({ revenuePerCall: amount }) : null;
	}
	if (name === 'range') {
		return href({ ...AFRESH, range: value, ...(value === 'custom' ? dates() : { from: null, to: null }) });
	}
	if (PLAIN.includes(name)) {
		return value ? href({ ...AFRESH, [name]: value }) : null;
	}
	return href({ ...AFRESH, filter: filtersWith(name, value) });
}

export function onChange({ target: { name, value } }) {
	if (PLAIN.includes(name) || Object.hasOwn(DIMENSIONS, name) || name === 'status' || name === 'tag') {
		const next = target(name, value.trim());
		if (next) {
			go(next);
		}
	}
}

// Values to choose from are asked for when a field is entered.
export async function suggest({ target: { name } }) {
	if (!Object.hasOwn(DIMENSIONS, name)) {
		return;
	}
	try {
		const { rows } = await askUnfiltered({ groupBy: name, top: 200 });
		const values = rows.filter((row) => !row.other).map((row) => row.group[name] ?? NONE);
		document.getElementById(`values-${name}`).replaceChildren(...values.map((value) => h('option', { value })));
	}
	catch {
		// the page itself says what is wrong
	}
}
