// Parts that pages share.

import { h } from './dom.js';
import { count, money } from './format.js';
import { href, params } from './place.js';

export const NONE = '(none)';

export const title = (text, ...more) => h('div', { class: 'title' }, h('h1', null, text), ...more);

export const section = (heading, attributes, ...children) =>
	h('section', { class: 'card', ...attributes }, h('h2', null, heading), ...children);

// A wide table scrolls by itself, also by keyboard.
const scrolled = (label, content) =>
	h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label }, content);

export const heads = (...names) => names.map((name) => h('th', { scope: 'col' }, name));

export const figureHeads = (...names) => names.map((name) => h('th', { scope: 'col', class: 'number' }, name));

export const table = (name, label, headings, rows) => scrolled(label, h('table', { 'data-table': name },
	h('caption', { class: 'unseen' }, label), h('thead', null, h('tr', null, headings)), h('tbody', null, rows)));

export const rowHead = (...children) => h('th', { scope: 'row' }, ...children);

export const faint = (text, title) => h('span', { class: 'faint', title }, ` ${text}`);

export const number = (measure, value, shown, attributes) =>
	h('td', { class: 'number', 'data-measure': measure, 'data-value': value ?? '', title: value, ...attributes },
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

export function sortHeader(dimension, measure, label) {
	const current = params().get('sort') ?? `${dimension}.cost`;
	const name = `${dimension}.${measure}`;
	const direction = current === name ? 'descending' : current === `${name}.asc` ? 'ascending' : null;
	return h('th', { scope: 'col', class: 'number', 'aria-sort': direction },
		h('a', { href: href({ sort: direction === 'descending' ? `${name}.asc` : name }) }, label,
			h('span', { 'aria-hidden': 'true', class: 'arrow' }, direction === 'descending' ? ' ↓' : direction ? ' ↑' : '')));
}

export const banner = (kind, ...children) =>
	h('div', { class: 'banner', 'data-banner': kind, 'data-row': `banner-${kind}` }, ...children);

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
	const unless = (property, value) => [', and see that ', h('code', null, property), ' is not ', h('code', null, value), '.'];
	return { tokenrusage: unless('tokenr.ledger.type', 'none'), tokenrprices: unless('tokenr.pricing.enabled', 'false') }[endpoint]
		?? '.';
}

const note = (heading, ...text) =>
	h('div', { class: 'notice', 'data-problem': true }, h('strong', null, heading), h('p', null, ...text));

export function empty(heading, ...children) {
	return h('section', { class: 'card empty' }, h('h2', null, heading), ...children);
}
