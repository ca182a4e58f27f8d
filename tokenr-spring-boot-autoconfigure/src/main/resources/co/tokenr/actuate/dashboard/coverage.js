// Coverage: through what this application calls models, what of it is counted, and what to do about the rest.

import { ask } from './api.js';
import { h } from './dom.js';
import { count } from './format.js';
import { scrolled, section, title } from './parts.js';

const STATES = { tracked: ['Tracked', 'good'], partial: ['In part', 'fair'], bypassed: ['Goes past', 'bad'], unknown: ['Unknown', 'fair'], off: ['Off', 'fair'] };

export const heading = 'Coverage';

export const load = () => ask('tokenrcoverage');

export const stateOf = ({ items }) => items.length > 0 ? 'ready' : 'empty';

export const words = ({ tracked, items }) => `${tracked} of ${items.length} tracked`;

export function render(report) {
	return [title(heading, h('p', { class: 'faint' }, 'Through what this instance calls models, whatever range and filters say.')),
		h('section', { class: 'kpis small', 'aria-label': 'By state' }, ...Object.entries(STATES).map(([state, [label]]) =>
			h('div', { class: 'tile', 'data-coverage': state, 'data-value': report[state] }, h('span', { class: 'label' }, label), h('span', { class: 'figure' }, count(report[state]))))),
		report.items.length === 0 ? section('Nothing found', { class: 'card empty' }, h('p', null, 'No model, client or endpoint was found in this application.'))
			: section('What was found', null, scrolled('What was found', items(report.items))),
		section('What no start can see', null, h('ul', { class: 'plain-list' }, ...report.cannot_be_seen.map((line) => h('li', null, line))))];
}

function items(rows) {
	return h('table', { 'data-table': 'coverage' },
		h('caption', { class: 'unseen' }, 'What is tracked'),
		h('thead', null, h('tr', null, ...['Name', 'Kind', 'State', 'Counted by', 'What to do'].map((name) => h('th', { scope: 'col' }, name)))),
		h('tbody', null, ...rows.map(({ kind, name, state, seam, advice }) => h('tr', { 'data-key': name, 'data-row': `${kind} ${name}` },
			h('th', { scope: 'row' }, name), h('td', null, kind.replaceAll('_', ' ')),
			h('td', { 'data-measure': 'state', 'data-value': state }, h('span', { class: `state ${STATES[state][1]}` }, STATES[state][0])),
			h('td', null, seam ?? ''), h('td', { class: 'advice' }, advice ?? '')))));
}
