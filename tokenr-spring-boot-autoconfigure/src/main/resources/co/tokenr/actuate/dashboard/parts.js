// Parts that pages share.

import { h } from './dom.js';
import { count, money } from './format.js';
import { href, params } from './place.js';

export const NONE = '(none)';

export const title = (text, ...more) => h('div', { class: 'title' }, h('h1', null, text), ...more);

export const section = (heading, attributes, ...children) =>
	h('section', { class: 'card', ...attributes }, h('h2', null, heading), ...children);

// A wide table scrolls by itself, also by keyboard.
export const scrolled = (label, table) => h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label }, table);

export const number = (measure, value, shown, attributes) =>
	h('td', { class: 'number', 'data-measure': measure, 'data-value': value ?? '', title: value ?? null, ...attributes },
		value === null || value === undefined ? h('span', { class: 'faint' }, 'n/a') : shown);

export const counted = (measure, value) => number(measure, value, value !== null && count(value));

export const paid = (measure, value, currency, more) =>
	number(measure, value, value === null || value === undefined ? null : money(value, currency), more);

// A cost that is missing is never a zero.
export function costWords(row) {
	if (Object.keys(row.cost).length > 0) {
		return 'other currency';
	}
	return Number(row.unpriced) > 0 ? 'unpriced' : Number(row.usage_missing) > 0 ? 'usage unknown' : 'n/a';
}

export function sortHeader(table, measure, label) {
	const current = params().get('sort') ?? `${table}.cost`;
	const name = `${table}.${measure}`;
	const direction = current === name ? 'descending' : current === `${name}.asc` ? 'ascending' : null;
	return h('th', { scope: 'col', class: 'number', 'aria-sort': direction },
		h('a', { href: href({ sort: direction === 'descending' ? `${name}.asc` : name }) }, label,
			h('span', { 'aria-hidden': 'true', class: 'arrow' }, direction === 'descending' ? ' ↓' : direction ? ' ↑' : '')));
}

export const banner = (kind, ...children) => h('div', { class: 'banner', 'data-banner': kind, 'data-row': `banner-${kind}` }, ...children);

// What to do where an endpoint does not answer.
export function notice(problem) {
	const { endpoint, status } = problem;
	if (status === 401 || status === 403) {
		return note(`You may not read ${endpoint}`, `The endpoint answered ${status}. Sign in, or let your role read `,
			h('code', null, endpoint), ' in the security rules of the actuator.');
	}
	if (status === 404) {
		return note(`${endpoint} is not exposed`, 'Add ', h('code', null, endpoint), ' to ',
			h('code', null, 'management.endpoints.web.exposure.include'), reasonForNone(endpoint));
	}
	if (status === 0) {
		return note('The application does not answer', 'It may have stopped, or the network is gone. This page keeps trying.');
	}
	return note(endpoint ? `${endpoint} answered ${status}` : 'This page could not be shown', problem.message);
}

function reasonForNone(endpoint) {
	return { tokenrusage: [', and see that ', h('code', null, 'tokenr.ledger.type'), ' is not ', h('code', null, 'none'), '.'],
		tokenrprices: [', and see that ', h('code', null, 'tokenr.pricing.enabled'), ' is not ', h('code', null, 'false'), '.'] }[endpoint] ?? '.';
}

const note = (heading, ...text) => h('div', { class: 'notice', 'data-problem': true }, h('strong', null, heading), h('p', null, ...text));

export function empty(heading, ...children) {
	return h('section', { class: 'card empty' }, h('h2', null, heading), ...children);
}
