// Models and prices: what is in use, what it costs, and what has no price.

import { attempt, askSeldom, Problem } from './api.js';
import { h } from './dom.js';
import { plain } from './decimal.js';
import { count, counting, money } from './format.js';
import { counted, notice, number, paid, scrolled, section, title } from './parts.js';
import { costCell } from './groups.js';
import { hrefPage } from './place.js';
import { askNow, costIn, costPerCall, csv, currencyOf, tokensIn } from './usage.js';

export const heading = 'Models and prices';

export async function load() {
	const [usage, prices] = await Promise.all([attempt(askNow({ groupBy: 'provider,model', top: 200 })),
		attempt(askSeldom('tokenrprices', [], 'tokenrprices', 5_000))]);
	if (usage instanceof Problem && prices instanceof Problem) {
		throw prices;
	}
	return { usage, prices };
}

const usable = (answer) => !(answer instanceof Problem);

const rowsOf = (usage) => usable(usage) ? usage.rows.filter((row) => !row.other) : [];

function unpriced({ usage, prices }) {
	const rows = rowsOf(usage).filter((row) => Number(row.unpriced) > 0).map(({ group, unpriced: calls }) => ({ provider: group.provider, model: group.model, calls }));
	const known = new Set(rows.map(({ provider, model }) => JSON.stringify([provider, model])));
	const unmatched = usable(prices) && !usable(usage) ? prices.unmatched : [];
	return [...rows, ...unmatched.filter(({ provider, model }) => !known.has(JSON.stringify([provider, model])))];
}

export const stateOf = ({ usage, prices }) => rowsOf(usage).length > 0 || (usable(prices) && prices.models.length > 0) ? 'ready' : 'empty';

export const words = (data) => `${counting(unpriced(data).length, 'model')} without a price`;

export function render(data) {
	return [title(heading), unpricedSection(unpriced(data)), inUse(data), pricesSection(data.prices)];
}

function unpricedSection(rows) {
	if (rows.length === 0) {
		return section('Unpriced', { 'data-row': 'unpriced' }, h('p', null, 'Every call of this range whose usage is known has a price.'));
	}
	return section('Unpriced', { 'data-row': 'unpriced' },
		h('p', null, 'These calls are counted and not in the spend. A price holds for calls that are made after it is set.'),
		h('div', { class: 'pair' },
			scrolled('Unpriced models', h('table', { 'data-table': 'unpriced' },
				h('caption', { class: 'unseen' }, 'Models without a price'),
				h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'Model'), h('th', { scope: 'col' }, 'Provider'), h('th', { scope: 'col', class: 'number' }, 'Calls'))),
				h('tbody', null, ...rows.map(({ provider, model, calls }) => h('tr', { 'data-key': model ?? '', 'data-row': `${provider} ${model}` },
					h('th', { scope: 'row' }, h('a', { href: hrefPage('calls', { filter: [`provider=${provider}`, model ? `model=${model}` : 'model'] }) }, model ?? '(none)')),
					h('td', null, provider), counted('calls', calls)))))),
			h('div', null, h('p', { class: 'faint' }, 'Fill in what a million tokens cost, and put this into application.yml:'),
				h('pre', { tabindex: '0', 'data-snippet': 'overrides' }, snippet(rows)),
				h('button', { type: 'button', 'data-copy': 'overrides' }, 'Copy'))));
}

const quoted = (text) => JSON.stringify(text ?? '');

const snippet = (rows) => ['tokenr:', '  pricing:', '    overrides:',
	...rows.flatMap(({ provider, model }) => [`      - provider: ${quoted(provider)}`, `        model: ${quoted(model)}`, '        input: "0.00"', '        output: "0.00"'])].join('\n');

function inUse({ usage }) {
	if (!usable(usage)) {
		return section('In use', { 'data-row': 'models' }, notice(usage));
	}
	const rows = rowsOf(usage);
	const { currency } = currencyOf(rows);
	return section('In use', { 'data-row': 'models' }, rows.length === 0 ? h('p', null, 'No calls in this range with these filters.')
		: scrolled('Models in use', h('table', { 'data-table': 'models' },
			h('caption', { class: 'unseen' }, 'Models in use'),
			h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'Model'), h('th', { scope: 'col' }, 'Provider'),
				...['Calls', 'Input tokens', 'Output tokens', 'Cost', 'Per call'].map((name) => h('th', { scope: 'col', class: 'number' }, name)))),
			h('tbody', null, ...rows.map((row) => modelRow(row, currency))))),
		h('p', { class: 'under' }, h('a', { href: csv({ groupBy: 'provider,model', top: 1000 }), 'data-csv': 'models', download: 'tokenr-models.csv' }, 'CSV')));
}

function modelRow(row, currency) {
	const { provider, model } = row.group;
	return h('tr', { 'data-key': model ?? '(none)', 'data-row': `${provider} ${model}` },
		h('th', { scope: 'row' }, h('a', { href: hrefPage('overview', { filter: [`provider=${provider}`, model ? `model=${model}` : 'model'] }) }, model ?? '(none)')),
		h('td', null, provider), counted('calls', row.calls), counted('inputTokens', tokensIn(row, 'input_tokens')), counted('outputTokens', tokensIn(row, 'output_tokens')),
		costCell(row, costIn(row, currency), currency), paid('costPerCall', costPerCall(row, currency), currency));
}

const RATES = { input: 'Input', cache_read: 'Cache read', cache_write: 'Cache write', output: 'Output' };

function pricesSection(prices) {
	if (!usable(prices)) {
		return section('Prices in force', { 'data-row': 'prices' }, notice(prices));
	}
	return section('Prices in force', { 'data-row': 'prices' },
		h('p', { class: 'faint' }, 'For models that this instance has called. List prices for a million tokens; tiers, times and fees beyond them are at the endpoint tokenrprices.'),
		prices.models.length === 0 ? h('p', null, 'This instance has called no model that has a price.') : scrolled('Prices in force', h('table', { 'data-table': 'prices' },
			h('caption', { class: 'unseen' }, 'Prices in force'),
			h('thead', null, h('tr', null, ...['Model', 'Priced by'].map((name) => h('th', { scope: 'col' }, name)),
				...Object.values(RATES).map((name) => h('th', { scope: 'col', class: 'number' }, name)),
				...['Figures of', 'Source'].map((name) => h('th', { scope: 'col' }, name)))),
			h('tbody', null, ...prices.models.map(priceRow)))),
		h('h3', null, 'Price files'),
		h('ul', { class: 'plain-list' }, ...prices.sources.map((source) => h('li', { 'data-source': source.name },
			`${source.name}, version ${source.version}, ${count(source.models)} models${source.as_of ? `, figures of ${source.as_of}` : ''}`))));
}

function priceRow(price) {
	const model = price.response_model ?? price.request_model ?? '';
	return h('tr', { 'data-key': model, 'data-row': `${price.provider} ${model} ${price.request_model}` },
		h('th', { scope: 'row' }, model, h('span', { class: 'faint' }, ` ${price.provider}`)),
		h('td', null, price.priced_by, h('span', { class: 'faint' }, ` ${price.matched_by}`)),
		...Object.keys(RATES).map((unit) => rate(unit, price.in_force)),
		h('td', { class: 'when' }, price.as_of ?? ''), h('td', { class: 'source' }, price.source ?? price.catalogue ?? ''));
}

function rate(unit, card) {
	const value = card?.rates[unit];
	return number(unit, value && plain(value), value && money(value, card.currency));
}
