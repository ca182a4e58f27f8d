// Where we are: page, range and filters are the query of the URL, and nothing else holds them.

export const params = () => new URLSearchParams(location.search);

const FIRST = ['page', 'range', 'from', 'to', 'zone', 'filter'];

// A link to this place with some parameters changed; null takes one away.
export function href(changes, from = params()) {
	const next = new URLSearchParams(from);
	for (const [name, value] of Object.entries(changes)) {
		next.delete(name);
		for (const one of [value].flat()) {
			if (one !== null && one !== undefined && one !== '') {
				next.append(name, one);
			}
		}
	}
	const ordered = [...FIRST.flatMap((name) => next.getAll(name).map((value) => [name, value])),
		...[...next].filter(([name]) => !FIRST.includes(name))];
	return `?${new URLSearchParams(ordered)}`.replaceAll('%3A', ':').replaceAll('%2F', '/').replaceAll('%3D', '=');
}

export function go(target, { replace = false } = {}) {
	history[replace ? 'replaceState' : 'pushState'](null, '', target);
	dispatchEvent(new Event('place'));
}

// A filter is 'team=core', or 'team' for calls without one.
export function filters(from = params()) {
	return from.getAll('filter').map((filter) => {
		const equals = filter.indexOf('=');
		return equals < 0 ? { filter, dimension: filter, value: null }
			: { filter, dimension: filter.slice(0, equals), value: filter.slice(equals + 1) };
	});
}

export const filterOf = (dimension, value) => value === null ? dimension : `${dimension}=${value}`;

const AFRESH = { after: null, call: null, all: null };

export function hrefWith(dimension, value, changes = {}) {
	const others = filters().filter((filter) => filter.dimension !== dimension).map(({ filter }) => filter);
	return href({ ...AFRESH, ...changes, filter: [...others, filterOf(dimension, value)] });
}

export function hrefWithout(filter) {
	return href({ ...AFRESH, filter: params().getAll('filter').filter((one) => one !== filter) });
}

// The same range and filters on another page.
export function hrefPage(page, changes = {}) {
	return href({ ...AFRESH, sort: null, ...changes, page });
}

export { AFRESH };
