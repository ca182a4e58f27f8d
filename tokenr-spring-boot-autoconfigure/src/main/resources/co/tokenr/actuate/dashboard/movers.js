// What has grown most against the period before.

import { h } from './dom.js';
import { compare } from './decimal.js';
import { percent } from './format.js';
import { change, costIn, isKnown, keyOf, nameOf } from './usage.js';
import { changeCell, costCell, groupName, rowKey } from './groups.js';
import { figureHeads, heads, number, paid, rowHead, section, table } from './parts.js';

const SHOWN = 8;

// Groups without a value count where the dimension is used at all.
function candidates({ dimension, answer, before }, currency) {
	const used = answer.rows.some((row) => !row.other && nameOf(row) !== null);
	return !used ? [] : answer.rows.filter((row) => !row.other)
		.map((row) => ({ dimension, row, prior: before(row), grown: change(row, before(row), currency) }))
		.filter(({ grown }) => grown !== null && compare(grown, '0') > 0);
}

export function movers({ groups, prior, currency }) {
	const moved = groups.flatMap((group) => candidates(group, currency))
		.sort((one, other) => compare(other.grown, one.grown)).slice(0, SHOWN);
	return section('Top movers', { class: moved.length === 0 ? 'card low' : 'card', 'data-row': 'movers' },
		h('p', { class: 'faint' }, 'What grew most against the period before. One call counts in each of its dimensions.'),
		moved.length > 0 ? table('movers', 'Top movers', [...heads('What', 'By'), ...figureHeads('Change', 'Cost', 'Before')],
			moved.map((mover) => moverRow(mover, currency))) : h('p', null, nothing(prior)));
}

const nothing = (prior) => isKnown(prior) ? 'Nothing has grown.' : 'There are no figures of the period before to compare with.';

function moverRow({ dimension, row, prior, grown }, currency) {
	const before = prior ? costIn(prior, currency) ?? '0' : '0';
	return h('tr', { 'data-key': rowKey(row), 'data-dimension': dimension, 'data-row': `${dimension} ${keyOf(row)}` },
		rowHead(groupName(row, dimension)),
		h('td', null, dimension),
		changeCell(grown, currency),
		costCell(row, costIn(row, currency), currency),
		Number(before) === 0 ? number('prior', '0', 'new')
			: paid('prior', before, currency, { title: percent(Number(grown) / Number(before), { sign: true }) }));
}
