// Coverage: through what this application calls models, what of it is counted, and what to do about the rest.

import { ask } from './api.js';
import { h } from './dom.js';
import { count } from './format.js';
import { empty, faint, heads, rowHead, section, table, title } from './parts.js';

const STATES = { tracked: ['Tracked', 'good'], partial: ['In part', 'fair'], bypassed: ['Goes past', 'bad'],
	unknown: ['Unknown', 'fair'], off: ['Off', 'fair'] };

export const heading = 'Coverage';

export const load = () => ask('tokenrcoverage');

export const stateOf = ({ items }) => items.length > 0 ? 'ready' : 'empty';

export const words = ({ tracked, items }) => `${tracked} of ${items.length} tracked`;

export function render(report) {
	return [title(heading, faint('Through what this instance calls models.')),
		h('section', { class: 'kpis small', 'aria-label': 'By state' }, Object.keys(STATES).map((state) => tile(state, report[state]))),
		found(report.items),
		section('What no start can see', null,
			h('ul', { class: 'plain-list' }, report.cannot_be_seen.map((line) => h('li', null, line))))];
}

const tile = (state, number) => h('div', { class: 'tile', 'data-coverage': state, 'data-value': number },
	h('span', { class: 'label' }, STATES[state][0]), h('span', { class: 'figure' }, count(number)));

function found(items) {
	if (items.length === 0) {
		return empty('Nothing found', h('p', null, 'No model, client or endpoint was found in this application.'));
	}
	return section('What was found', null, table('coverage', 'What was found',
		heads('Name', 'Kind', 'State', 'Counted by', 'What to do'), items.map(itemRow)));
}

function itemRow({ kind, name, state, seam, advice }) {
	const [label, tone] = STATES[state];
	return h('tr', { 'data-key': name, 'data-row': `${kind} ${name}` },
		rowHead(name), h('td', null, kind.replaceAll('_', ' ')),
		h('td', { 'data-measure': 'state', 'data-value': state }, h('span', { class: `state ${tone}` }, label)),
		h('td', null, seam ?? ''), h('td', { class: 'advice' }, advice ?? ''));
}
