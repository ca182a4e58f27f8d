// Builds elements, and changes what is on the page into what it should be, in place: rows keep their
// elements, so that neither focus nor scroll moves. Data only ever become text nodes and attributes.

const SVG = new Set(['svg', 'rect', 'path']);

export function h(tag, attributes, ...children) {
	const element = SVG.has(tag) ? document.createElementNS('http://www.w3.org/2000/svg', tag)
		: document.createElement(tag);
	for (const [name, value] of Object.entries(attributes ?? {})) {
		if (value !== null && value !== undefined && value !== false) {
			element.setAttribute(name, value === true ? '' : value);
		}
	}
	element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
	return element;
}

// Changes the children of an element into the ones given. Those with a data-row are found by it.
export function patch(parent, children) {
	const focused = document.activeElement;
	patchChildren(parent, [children].flat(Infinity).filter(Boolean));
	if (focused !== document.activeElement && focused?.isConnected) {
		focused.focus({ preventScroll: true });
	}
}

const keyOf = (node) => node.dataset?.row ?? null;

// What is no longer wanted goes first, so that what stays hardly ever moves.
function patchChildren(parent, wanted) {
	const left = new Set(parent.childNodes);
	const keyed = new Map([...left].filter(keyOf).map((node) => [keyOf(node), node]));
	const pairs = wanted.map((next) => [next, take(next, left, keyed)]);
	left.forEach((node) => node.remove());
	let at = parent.firstChild;
	for (const [next, match] of pairs) {
		const node = match ?? next;
		if (node === at) {
			at = at.nextSibling;
		}
		else {
			parent.insertBefore(node, at);
		}
		if (match) {
			patchNode(match, next);
		}
	}
}

// The node that becomes the next one: that of its key, or the first of its kind without a key.
function take(next, left, keyed) {
	const key = keyOf(next);
	const fits = (node) => node && left.has(node) && node.nodeName === next.nodeName;
	const match = key ? keyed.get(key) : [...left].find((node) => !keyOf(node) && fits(node));
	if (!fits(match)) {
		return null;
	}
	left.delete(match);
	return match;
}

function patchNode(current, next) {
	if (current.nodeType === Node.TEXT_NODE) {
		if (current.data !== next.data) {
			current.data = next.data;
		}
		return;
	}
	if (current.nodeName === 'CANVAS') {
		current.setAttribute('aria-label', next.getAttribute('aria-label'));
		return;
	}
	const typing = current === document.activeElement && current.value !== current.defaultValue;
	patchAttributes(current, next);
	patchChildren(current, [...next.childNodes]);
	const control = current.nodeName === 'SELECT' || (current.nodeName === 'INPUT' && !typing);
	if (control && current.value !== next.value) {
		current.value = next.value;
	}
}

// 'open' is the reader's own: whether a detail is unfolded.
function patchAttributes(current, next) {
	for (const { name } of [...current.attributes]) {
		if (!next.hasAttribute(name) && name !== 'open') {
			current.removeAttribute(name);
		}
	}
	for (const { name, value } of next.attributes) {
		if (current.getAttribute(name) !== value) {
			current.setAttribute(name, value);
		}
	}
}
