// The figures at the top.

import { h } from './dom.js';
import { minus } from './decimal.js';
import { count, duration, money, percent } from './format.js';
import { hrefPage } from './place.js';
import { amounts, costIn, costPerCall, covered, isKnown, onlyRow, savings, tokensIn } from './usage.js';

const tile = (kpi, label, value, shown, ...more) =>
	h('div', { class: 'tile', 'data-kpi': kpi, 'data-value': value ?? '' }, h('span', { class: 'label' }, label),
		h('span', { class: 'figure', title: value ?? null }, value === null || value === undefined ? 'n/a' : shown),
		h('span', { class: 'sub' }, ...more));

const ratio = (part, whole) => Number(whole) > 0 ? Number(part) / Number(whole) : null;

export function kpis({ totals, prior, currency }) {
	const row = onlyRow(totals);
	return h('section', { class: 'kpis', 'aria-label': 'Key figures' },
		spend(row, currency, changeTile(row, onlyRow(prior), isKnown(prior), currency)),
		tokens(row),
		...calls(row, currency),
		...speed(row),
		...cache(row, currency),
		...quality(row));
}

function spend(row, currency, changed) {
	const [first, ...others] = amounts(row).sort(([one], [other]) => (other === currency) - (one === currency));
	return h('div', { class: 'tile hero' },
		h('div', { 'data-kpi': 'spend', 'data-value': first?.[1] ?? '', 'data-currency': first?.[0] },
			h('span', { class: 'label' }, 'Spend, estimated at list price'),
			h('span', { class: 'figure', title: first && `${first[1]} ${first[0]}` }, first ? money(first[1], first[0]) : 'unpriced'),
			...others.map(also)),
		changed);
}

const also = ([currency, amount]) => h('span', { class: 'also', 'data-currency': currency, 'data-value': amount,
	title: `${amount} ${currency}` }, `and ${money(amount, currency)}`);

function changeTile(row, before, known, currency) {
	const cost = costIn(row, currency);
	const prior = before ? costIn(before, currency) ?? '0' : known ? '0' : null;
	if (cost === null || prior === null) {
		return h('div', { 'data-kpi': 'spend-change', 'data-value': '', class: 'sub' }, 'no figures of the period before');
	}
	const change = minus(cost, prior);
	const grown = ratio(change, prior);
	return h('div', { 'data-kpi': 'spend-change', 'data-value': change, 'data-ratio': grown, class: 'change' },
		h('span', { class: Number(change) > 0 ? 'up' : Number(change) < 0 ? 'down' : '', title: change },
			`${money(change, currency, { sign: true })}${grown === null ? '' : ` (${percent(grown, { sign: true })})`}`),
		h('span', { class: 'sub' }, ` against ${money(prior, currency)} the period before`));
}

function calls(row, currency) {
	const mean = costPerCall(row, currency);
	const failed = ratio(row.errors, row.calls);
	return [
		tile('calls', 'Calls', row.calls, count(row.calls), `${count(row.cancelled)} cancelled`),
		tile('cost-per-call', 'Cost per call', mean, mean && money(mean, currency), 'over all calls'),
		tile('error-rate', 'Error rate', failed, percent(failed), `${count(row.errors)} failed`)];
}

const PARTS = [
	['input', 'input', (row) => row.input_tokens - row.cache_read_input_tokens - row.cache_creation_input_tokens],
	['cache-read', 'cache read', (row) => row.cache_read_input_tokens],
	['cache-write', 'cache write', (row) => row.cache_creation_input_tokens],
	['output', 'output', (row) => row.output_tokens - row.reasoning_output_tokens],
	['reasoning', 'reasoning', (row) => row.reasoning_output_tokens]];

function tokens(row) {
	const known = tokensIn(row, 'total_tokens');
	const total = Number(known) || 1;
	let x = 0;
	const bars = PARTS.map(([name, , of]) => {
		const width = 100 * Number(of(row)) / total;
		const bar = h('rect', { class: `part-${name}`, x: `${x}%`, width: `${width}%`, height: '100%' });
		x += width;
		return bar;
	});
	return h('div', { class: 'tile tokens', 'data-kpi': 'tokens', 'data-value': known ?? '' },
		h('span', { class: 'label' }, 'Tokens'), h('span', { class: 'figure', title: known }, known === null ? 'n/a' : count(known)),
		h('svg', { class: 'parts', 'aria-hidden': 'true' }, ...bars),
		h('ul', { class: 'legend' }, PARTS.map(([name, label, of]) => legend(name, label, of(row)))));
}

const legend = (name, label, tokens) => h('li', { 'data-token-type': name, 'data-value': String(tokens) },
	h('svg', { class: 'dot', 'aria-hidden': 'true' }, h('rect', { class: `part-${name}`, width: '100%', height: '100%', rx: 2 })),
	`${label} `, h('b', null, count(tokens)));

const percentile = (kpi, label, figures) => tile(kpi, label, figures.p95, figures.p95 && duration(figures.p95),
	figures.p50 ? `half within ${duration(figures.p50)}` : 'nothing measured');

const speed = (row) => [percentile('latency-p95', 'Latency, p95', row.latency_ms),
	percentile('ttft-p95', 'First token, p95', row.time_to_first_token_ms)];

function cache(row, currency) {
	const saved = savings(row, currency);
	const hit = ratio(row.cache_read_input_tokens, row.input_tokens);
	return [
		tile('cache-savings', 'Saved by caching', saved, saved && money(saved, currency), 'against uncached input'),
		tile('cache-hit-rate', 'Cache hit rate', hit, percent(hit ?? 0), 'of input tokens')];
}

function quality(row) {
	const share = ratio(covered(row), row.calls);
	return [
		tile('coverage', 'Coverage', share, percent(share), 'of calls have usage and a price'),
		tile('unpriced', 'Unpriced', row.unpriced, count(row.unpriced), h('a', { href: hrefPage('models') }, 'see models')),
		tile('usage-missing', 'Usage missing', row.usage_missing, count(row.usage_missing),
			h('a', { href: hrefPage('coverage') }, 'see coverage'))];
}
