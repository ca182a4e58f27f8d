// Calls: one by one, newest first, page by page.

import { h } from './dom.js';
import { count, duration, money, moment } from './format.js';
import { empty, faint, figureHeads, heads, number, table, title } from './parts.js';
import { emptyPanel } from './advice.js';
import { attempt } from './api.js';
import { href, params } from './place.js';
import { askAnything, askEvents } from './usage.js';
import { plain } from './decimal.js';

const SIZE = 50;

export const heading = 'Calls';

export async function load() {
	const after = params().get('after');
	const page = await askEvents({ size: SIZE, ...(after && { after }) });
	return page.events.length > 0 || after ? page : { ...page, totals: { rows: [] }, anything: await attempt(askAnything()) };
}

export const stateOf = (page) => page.events.length > 0 ? 'ready' : 'empty';

export const words = (page) => `${page.events.length} on this page`;

export function render(page) {
	if (page.events.length === 0) {
		return [title(heading), page.anything ? emptyPanel(page) : empty('No older calls', pager(page))];
	}
	return [title(heading, h('p', { class: 'faint' }, 'Newest first. Choose a time to see everything about a call.')),
		h('section', { class: 'card' }, table('calls', heading, HEADS(), page.events.map(callRow)), pager(page))];
}

const HEADS = () => [...heads('Time', 'Model', 'Feature', 'Team', 'Customer', 'Status'),
	...figureHeads('Input', 'Output', 'Latency', 'Cost')];

function callRow(event) {
	const { usage } = event;
	return h('tr', { 'data-key': event.id, 'data-row': event.id },
		h('th', { scope: 'row', class: 'when' },
			h('a', { href: href({ call: event.id }) }, moment(event.occurred_at, params().get('zone')))),
		h('td', null, event.response_model ?? event.request_model ?? '', faint(event.provider)),
		h('td', null, event.feature ?? ''), h('td', null, event.team_id ?? ''), h('td', null, event.customer_id ?? ''),
		h('td', null, h('span', { class: `status ${event.status}` }, event.status),
			event.error_type && faint(event.error_type.split('.').pop(), event.error_type)),
		tokens('inputTokens', usage.input_tokens), tokens('outputTokens', usage.output_tokens),
		number('latency', event.latency_ms, event.latency_ms && duration(event.latency_ms)),
		callCost(event));
}

const tokens = (measure, value) => number(measure, value, value && count(value));

export function callCost({ cost, usage_source: source }) {
	const amount = cost.amount === undefined ? null : plain(cost.amount);
	const title = amount && `${amount} ${cost.currency}, ${cost.status}`;
	return h('td', { class: 'number', 'data-measure': 'cost', 'data-value': amount ?? '', title }, amount === null
		? h('span', { class: 'warn' }, source === 'missing' ? 'usage unknown' : 'unpriced') : money(amount, cost.currency));
}

function pager({ next }) {
	return h('p', { class: 'under' },
		params().get('after') && h('a', { class: 'button', href: href({ after: null }), 'data-page-first': true }, 'Newest'),
		next && h('a', { class: 'button', href: href({ after: next, call: null }), 'data-page-next': true }, 'Older'));
}
