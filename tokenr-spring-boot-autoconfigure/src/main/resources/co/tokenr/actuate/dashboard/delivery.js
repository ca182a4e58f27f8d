// Delivery: how each target is doing, and what was lost and why.

import { ask } from './api.js';
import { h } from './dom.js';
import { bytes, count, counting, moment } from './format.js';
import { empty, faint, figureHeads, heads, number, rowHead, section, table, title } from './parts.js';
import { params } from './place.js';

export const heading = 'Delivery';

export const load = () => ask('tokenr');

export const stateOf = ({ delivery }) => delivery.targets.length > 0 ? 'ready' : 'empty';

export const words = ({ delivery }) => counting(delivery.targets.length, 'target');

export function render({ delivery, left_out: leftOut }) {
	return [
		title(heading, faint(`Delivery is ${delivery.delivery}. The figures are of this instance since its start.`)),
		targets(delivery.targets),
		...delivery.targets.map(losses),
		section('Left out', { 'data-row': 'left-out' },
			h('p', { class: 'faint' }, 'What did not become an event, or was not handed to listeners, in this instance.'),
			figures(leftOut, 'left-out'))];
}

const STATES = { running: 'good', draining: 'good', retrying: 'fair', half_open: 'fair', paused: 'fair' };

function targets(rows) {
	if (rows.length === 0) {
		return empty('No targets', h('p', null, 'Events stay in this process. They are delivered once ',
			h('code', null, 'tokenr.token'), ' is set, or another target.'));
	}
	const headings = [...heads('Target', 'State'),
		...figureHeads('Waiting', 'Queue', 'Spool', 'Sent', 'Dropped', 'Rejected', 'Retries'), ...heads('Last success')];
	return section('Targets', { 'data-row': 'targets' }, table('targets', 'Targets', headings, rows.map(targetRow)));
}

const sum = (byReason) => String(Object.values(byReason).reduce((total, events) => total + Number(events), 0));

const cell = (measure, value, shown = count(value)) => number(measure, value, shown);

const when = (instant) => instant ? moment(instant, params().get('zone')) : 'never';

function targetRow(target) {
	const state = target.worker_alive === false && target.state !== 'stopped' ? 'worker gone' : target.state;
	return h('tr', { 'data-key': target.target, 'data-row': target.target },
		rowHead(target.target),
		h('td', { 'data-measure': 'state', 'data-value': target.state },
			h('span', { class: `state ${STATES[state] ?? 'bad'}` }, state.replaceAll('_', ' ')),
			target.resumes_at && faint(`until ${when(target.resumes_at)}`)),
		cell('waiting', target.waiting),
		cell('queue', target.queue_size, `${count(target.queue_size)} of ${count(target.queue_capacity)}`),
		cell('spool', target.spool_events, target.durable ? `${count(target.spool_events)}, ${bytes(target.spool_bytes)}` : 'off'),
		cell('sent', target.sent), cell('dropped', sum(target.dropped)), cell('rejected', sum(target.rejected)),
		cell('retries', target.retries),
		h('td', { 'data-measure': 'lastSuccess', 'data-value': target.last_success ?? '' }, when(target.last_success)));
}

function losses(target) {
	const letters = target.dead_letters ?? { kept: {}, latest: [] };
	const discarded = Number(letters.discarded) > 0 && { 'dead letters discarded': letters.discarded };
	return section(`Losses of ${target.target}`, { 'data-row': `losses ${target.target}`, 'data-losses': target.target },
		target.last_error && h('p', null, h('span', { class: 'warn' }, `Last failure: ${target.last_error}`),
			` at ${when(target.last_error_at)}`),
		figures({ ...prefixed('dropped', target.dropped), ...prefixed('rejected', target.rejected),
			...prefixed('dead letters kept', letters.kept), ...discarded }, 'loss'),
		letters.latest.length > 0 && [h('h3', null, 'Latest dead letters'),
			h('ul', { class: 'plain-list' }, letters.latest.map(deadLetter))]);
}

const deadLetter = ({ id, reason, status, rejected_at: at }) => h('li', { 'data-dead-letter': id },
	`${when(at)}, ${reason}${status ? `, status ${status}` : ''}, event ${id}`);

const prefixed = (prefix, byReason) =>
	Object.fromEntries(Object.entries(byReason).map(([reason, events]) => [`${prefix}: ${reason}`, events]));

function figures(entries, kind) {
	const rows = Object.entries(entries);
	return rows.length === 0 ? h('p', null, 'None.') : h('dl', { class: 'facts' }, rows.map(([name, value]) =>
		h('div', { [`data-${kind}`]: name, 'data-value': value },
			h('dt', null, name.replaceAll('_', ' ')), h('dd', null, count(value)))));
}
