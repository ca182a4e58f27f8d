// Everything that is known of one call, in a dialog that keeps the focus until Escape.

import { ask, attempt, Problem } from './api.js';
import { h, patch } from './dom.js';
import { plain } from './decimal.js';
import { count, money, moment } from './format.js';
import { figureHeads, heads, notice, number, rowHead, table } from './parts.js';
import { AFRESH, go, href, params } from './place.js';
import { callCost } from './calls.js';

const dialog = document.querySelector('[data-drawer]');

const close = () => params().has('call') && go(href({ call: null }));

dialog.addEventListener('cancel', (event) => {
	event.preventDefault();
	close();
});
dialog.addEventListener('close', close);
dialog.addEventListener('click', (event) => event.target === dialog && close());

let opener;

export async function showDrawer() {
	const id = params().get('call');
	if (!id) {
		if (dialog.open) {
			dialog.close();
			opener?.focus({ preventScroll: true });
		}
		return;
	}
	if (!dialog.open) {
		opener = document.activeElement;
		patch(dialog, [head(), h('p', { class: 'faint' }, 'Loading …')]);
		dialog.showModal();
	}
	const [found, explained] = await Promise.all([attempt(ask(`tokenrusage/events/${id}`)),
		attempt(ask(`tokenrprices/explain/${id}`))]);
	if (params().get('call') === id) {
		patch(dialog, [head(), ...body(found, explained)]);
	}
}

const head = () => h('div', { class: 'title' }, h('h2', null, 'Call'),
	h('a', { class: 'button', href: href({ call: null }), 'data-drawer-close': true }, 'Close'));

function body(found, explained) {
	const event = found instanceof Problem ? explained.event : found;
	if (!event) {
		return [found.status === 404 ? h('p', null, 'This call is not in the ledger, or not any more.') : notice(found)];
	}
	return [
		h('table', { class: 'amount' }, h('caption', { class: 'unseen' }, 'Cost'),
			h('tbody', null, h('tr', null, rowHead('Estimated cost'), callCost(event)))),
		breakdown(event.cost), explanation(explained), facts('Call', event), facts('Usage', event.usage),
		facts('Cost', event.cost), event.tags && facts('Tags', event.tags)];
}

const breakdown = ({ breakdown: items, currency }) => items && [h('h3', null, 'Breakdown'),
	table('breakdown', 'Cost by unit', [...heads('Unit'), ...figureHeads('Count', 'Rate', 'Cost')],
		items.map((item) => unitRow(item, currency)))];

function unitRow({ unit, count: units, rate, per, amount }, currency) {
	return h('tr', { 'data-key': unit }, rowHead(unit.replaceAll('_', ' ')), number('count', units, count(units)),
		number('rate', plain(rate), `${money(rate, currency)}${per === '1' ? '' : ` / ${count(per)}`}`),
		number('cost', plain(amount), money(amount, currency)));
}

function explanation(explained) {
	return explained instanceof Problem ? explained.status !== 404 && notice(explained)
		: [h('h3', null, 'How it came about'),
			h('ol', { class: 'words', 'data-explanation': true }, explained.in_words.map((line) => h('li', null, line)))];
}

const LINKED = { trace_id: 'trace', run_id: 'run', conversation_id: 'conversation' };

function facts(heading, document) {
	const simple = Object.entries(document).filter(([, value]) => typeof value !== 'object');
	return [h('h3', null, heading), h('dl', { class: 'facts' }, ...simple.map(([name, value]) =>
		h('div', { 'data-field': name }, h('dt', null, name.replaceAll('_', ' ')), h('dd', null, fact(name, value)))))];
}

function fact(name, value) {
	if (Object.hasOwn(LINKED, name)) {
		return h('a', { href: href({ ...AFRESH, page: 'calls', filter: `${LINKED[name]}=${value}` }) }, value);
	}
	return name === 'occurred_at' ? `${moment(value, params().get('zone'))} (${value})` : String(value);
}
