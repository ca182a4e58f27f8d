// What is not in the figures, and what to do about it.

import { Problem } from './api.js';
import { h } from './dom.js';
import { banner, empty } from './parts.js';
import { counting, moment } from './format.js';
import { href, hrefPage, params } from './place.js';
import { onlyRow } from './usage.js';
import { period } from './time.js';

export function banners({ totals }) {
	const row = onlyRow(totals);
	return [
		Number(row.unpriced) > 0 && banner('unpriced',
			h('strong', null, counting(row.unpriced, 'call has no price', 'calls have no price')),
			Number(row.unpriced) === 1 ? ' and is' : ' and are', ' not in the spend. Set one by ',
			h('code', null, 'tokenr.pricing.overrides'), '. ', h('a', { href: hrefPage('models') }, 'See which models')),
		Number(row.usage_missing) > 0 && banner('usage-missing',
			h('strong', null, 'Usage is missing for ', counting(row.usage_missing, 'call')),
			', so nobody knows what they cost: a call failed or ended early, or its provider did not report it. ',
			h('a', { href: hrefPage('coverage') }, 'See what is tracked')),
		incomplete(totals)];
}

function incomplete(totals) {
	const since = totals.complete_since;
	if (!since || Date.parse(since) <= period(params()).from) {
		return null;
	}
	const own = totals.scope === 'this instance';
	return banner('incomplete', 'Complete since ', h('strong', null, moment(since, params().get('zone'))),
		own ? ', and of this instance only: its ledger is in memory. To keep history across restarts and instances, set '
			: '. Earlier usage was removed by ',
		h('code', null, own ? 'tokenr.ledger.type=jdbc' : 'tokenr.ledger.retention'), '.');
}

export function emptyPanel({ anything }) {
	const some = !(anything instanceof Problem) && onlyRow(anything);
	return some ? nothingHere(some) : firstData();
}

function nothingHere(row) {
	return empty('No calls in this range with these filters',
		h('p', null, `The ledger holds ${counting(row.calls, 'call')} in all.`),
		h('p', null, h('a', { class: 'button', href: href({ filter: null, after: null }) }, 'Clear the filters'), ' ',
			h('a', { class: 'button', href: href({ range: '30d', from: null, to: null, after: null }) }, 'Show the last 30 days')));
}

function firstData() {
	return empty('No calls yet',
		h('p', null, 'The first call of a model that this application makes will appear here within seconds. '
			+ 'Nothing else needs to be done for:'),
		h('ul', null, h('li', null, 'Spring AI, by its ChatClient and its models;'),
			h('li', null, 'RestClient and WebClient of Spring, to providers that are known;'),
			h('li', null, 'the SDKs of OpenAI and Anthropic, where they are wrapped.')),
		h('p', null, 'Or record one by hand:'),
		h('pre', null, 'tokenr.track("openai", "gpt-4o-mini",\n'
			+ '    (call) -> call.inputTokens(1200).outputTokens(300).feature("search"));'),
		h('p', null, 'If calls are made and nothing shows up, ', h('a', { href: hrefPage('coverage') }, 'Coverage'),
			' says what is tracked and what goes past.'));
}
