// Overview: what was spent, on what, by whom, and what has changed.

import { attempt } from './api.js';
import { spendChart, spendSection } from './spend.js';
import { DIMENSIONS, groupTable } from './groups.js';
import { kpis } from './kpis.js';
import { movers } from './movers.js';
import { banners, emptyPanel } from './advice.js';
import { title } from './parts.js';
import { h } from './dom.js';
import { counting } from './format.js';
import { href, params } from './place.js';
import { askAnything, askNow, askPrior, askTotals, csv, currencyOf, finder, onlyRow, revenuePerCall } from './usage.js';
import { period } from './time.js';

const TOP_PRIOR = 1000;

export const heading = 'Overview';

export async function load() {
	const groupBy = params().get('groupBy') ?? 'feature';
	const { bucket } = period(params());
	const answers = await Promise.all([askTotals(), askPrior(), askNow({ bucket, groupBy, top: 6 }), askPrior({ bucket }),
		...DIMENSIONS.flatMap((dimension) => [askNow({ groupBy: dimension }),
			askPrior({ groupBy: dimension, top: TOP_PRIOR })])]);
	const [totals, prior, series, priorSeries, ...pairs] = answers;
	if (!onlyRow(totals)) {
		return { totals, anything: await attempt(askAnything()) };
	}
	const groups = DIMENSIONS.map((dimension, i) => ({ dimension, answer: pairs[2 * i], before: finder(pairs[2 * i + 1]) }));
	return { totals, prior, series, priorSeries, groups, groupBy, bucket,
		...currencyOf([onlyRow(totals), ...groups.flatMap(({ answer }) => answer.rows)]) };
}

export const stateOf = (data) => onlyRow(data.totals) ? 'ready' : 'empty';

export const words = (data) => onlyRow(data.totals) ? counting(onlyRow(data.totals).calls, 'call') : 'No usage';

export function render(data) {
	if (!onlyRow(data.totals)) {
		return [title(heading), emptyPanel(data)];
	}
	return [
		title(heading, currencySwitch(data), h('a', { class: 'button', 'data-csv': 'spend', download: 'tokenr-usage.csv',
			href: csv({ groupBy: data.groupBy, bucket: data.bucket }) }, 'CSV')),
		...banners(data),
		kpis(data),
		h('div', { class: 'pair wide-left' }, spendSection(data), movers(data)),
		revenueForm(data),
		h('div', { class: revenuePerCall() !== null ? 'pair groups single' : 'pair groups' }, ...data.groups.map((group) => groupTable(group, data)))
	];
}

export const draw = (main, data) => onlyRow(data.totals) && spendChart(main.querySelector('[data-chart="spend"]'), data);

function currencySwitch({ currency, currencies }) {
	return currencies.length > 1 && h('p', { class: 'switch' }, 'Compared in ', ...currencies.map((one) =>
		h('a', { href: href({ currency: one }), 'aria-current': one === currency ? 'true' : null }, one)));
}

function revenueForm({ currency }) {
	return h('div', { class: 'inline-form' },
		h('label', null, `Revenue per call, ${currency} `,
			h('input', { name: 'revenuePerCall', inputmode: 'decimal', placeholder: '0.02', size: 8, value: revenuePerCall() ?? '' })),
		h('span', { class: 'faint' }, 'adds revenue and margin to the tables below'));
}
