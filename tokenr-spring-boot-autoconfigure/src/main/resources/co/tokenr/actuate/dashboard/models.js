// Models and prices: what is in use, what it costs, and what has no price.

import { attempt, askSeldom, Problem } from './api.js';
import { h } from './dom.js';
import { plain } from './decimal.js';
import { counting, money } from './format.js';
import { counted, faint, figureHeads, heads, NONE, notice, number, paid, rowHead, section, table, title } from './parts.js';
import { costCell } from './groups.js';
import { filterOf, filters, hrefPage } from './place.js';
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

const modelKey = ({ provider, model }) => JSON.stringify([provider, model]);

// By the ledger for the range; without a ledger what this instance has met since its start.
function unpriced({ usage, prices }) {
	return !usable(usage) ? prices.unmatched : rowsOf(usage).filter((row) => Number(row.unpriced) > 0)
		.map(({ group, unpriced: calls }) => ({ ...group, calls }));
}

export function stateOf({ usage, prices }) {
	return rowsOf(usage).length > 0 || (usable(prices) && prices.models.length > 0) ? 'ready' : 'empty';
}

export const words = (data) => `${counting(unpriced(data).length, 'model')} without a price`;

export function render(data) {
	return [title(heading), unpricedSection(unpriced(data)), inUse(data.usage), pricesSection(data.prices)];
}

function unpricedSection(models) {
	if (models.length === 0) {
		return section('Unpriced', { 'data-row': 'unpriced' },
			h('p', null, 'Every call of this range whose usage is known has a price.'));
	}
	return section('Unpriced', { 'data-row': 'unpriced' },
		h('p', null, 'These calls are counted and not in the spend. A price holds for calls that are made after it is set.'),
		h('div', { class: 'pair' },
			table('unpriced', 'Models without a price', [...heads('Model', 'Provider'), ...figureHeads('Calls')],
				models.map(unpricedRow)),
			h('div', null, h('p', { class: 'faint' }, 'Fill in what a million tokens cost, and put this into application.yml:'),
				h('pre', { tabindex: '0', 'data-snippet': 'overrides' }, snippet(models)),
				h('button', { type: 'button', 'data-copy': 'overrides' }, 'Copy'))));
}

function toModel(page, { provider, model }) {
	const others = filters().filter(({ dimension }) => !['provider', 'model'].includes(dimension)).map(({ filter }) => filter);
	const filter = [...others, filterOf('provider', provider), filterOf('model', model)];
	return h('a', { href: hrefPage(page, { filter }) }, model ?? h('i', null, NONE));
}

const unpricedRow = (model) => h('tr', { 'data-key': model.model ?? NONE, 'data-row': modelKey(model) },
	rowHead(toModel('calls', model)), h('td', null, model.provider), counted('calls', model.calls));

const quoted = (text) => JSON.stringify(text ?? '');

// Not zero: pasted as it is, it has to fail the start and not price the calls at nothing.
const UNKNOWN = '"?"';

const snippet = (models) => ['tokenr:', '  pricing:', '    overrides:', ...models.flatMap(({ provider, model }) => [
	`      - provider: ${quoted(provider)}`, `        model: ${quoted(model)}`, `        input: ${UNKNOWN}`,
	`        output: ${UNKNOWN}`])].join('\n');

function inUse(usage) {
	if (!usable(usage)) {
		return section('In use', { 'data-row': 'models' }, notice(usage));
	}
	const rows = rowsOf(usage);
	const { currency } = currencyOf(rows);
	const headings = [...heads('Model', 'Provider'),
		...figureHeads('Calls', 'Input tokens', 'Output tokens', 'Cost', 'Per call')];
	return section('In use', { 'data-row': 'models' },
		rows.length > 0 ? table('models', 'Models in use', headings, rows.map((row) => modelRow(row, currency)))
			: h('p', null, 'No calls in this range with these filters.'),
		h('p', { class: 'under' }, h('a', { href: csv({ groupBy: 'provider,model', top: 1000 }), 'data-csv': 'models',
			download: 'tokenr-models.csv' }, 'CSV')));
}

function modelRow(row, currency) {
	const { group } = row;
	return h('tr', { 'data-key': group.model ?? NONE, 'data-row': modelKey(group) },
		rowHead(toModel('overview', group)), h('td', null, group.provider), counted('calls', row.calls),
		counted('inputTokens', tokensIn(row, 'input_tokens')), counted('outputTokens', tokensIn(row, 'output_tokens')),
		costCell(row, costIn(row, currency), currency), paid('costPerCall', costPerCall(row, currency), currency));
}

const RATES = { input: 'Input', cache_read: 'Cache read', cache_write: 'Cache write', output: 'Output' };

function pricesSection(prices) {
	if (!usable(prices)) {
		return section('Prices in force', { 'data-row': 'prices' }, notice(prices));
	}
	const headings = [...heads('Model', 'Priced by'), ...figureHeads(...Object.values(RATES)),
		...heads('Figures of', 'Source')];
	return section('Prices in force', { 'data-row': 'prices' },
		h('p', { class: 'faint' }, 'For models that this instance has called. List prices for a million tokens; tiers, times and '
			+ 'fees beyond them are at the endpoint tokenrprices.'),
		prices.models.length > 0 ? table('prices', 'Prices in force', headings, prices.models.map(priceRow))
			: h('p', null, 'This instance has called no model that has a price.'),
		h('h3', null, 'Price files'),
		h('ul', { class: 'plain-list' }, prices.sources.map(source)));
}

const source = ({ name, version, models, as_of: date }) => h('li', { 'data-source': name },
	`${name}, version ${version}, ${counting(models, 'model')}${date ? `, figures of ${date}` : ''}`);

function priceRow(price) {
	const model = price.response_model ?? price.request_model ?? '';
	return h('tr', { 'data-key': model, 'data-row': `${price.provider} ${model} ${price.request_model}` },
		rowHead(model, faint(price.provider)),
		h('td', null, price.priced_by, faint(price.matched_by)),
		Object.keys(RATES).map((unit) => rate(unit, price.in_force)),
		h('td', { class: 'when' }, price.as_of ?? ''), h('td', { class: 'source' }, price.source ?? price.catalogue ?? ''));
}

function rate(unit, card) {
	const value = card?.rates[unit];
	if (!value && card?.rates.input && unit.startsWith('cache_')) {
		return h('td', { class: 'number', 'data-measure': unit, 'data-value': '' }, faint('as input'));
	}
	return number(unit, value && plain(value), value && money(value, card.currency));
}
