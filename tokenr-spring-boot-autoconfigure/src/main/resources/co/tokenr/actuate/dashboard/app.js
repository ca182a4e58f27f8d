// Shows the page that the URL names, and keeps it fresh.

import { Problem } from './api.js';
import { h, patch } from './dom.js';
import { onChange, onFold, showFilters, suggest } from './filters.js';
import { showDrawer } from './drawer.js';
import { notice, title } from './parts.js';
import { go, href, hrefPage, params } from './place.js';
import { isZone, ownZone, RANGES } from './time.js';
import * as overview from './overview.js';
import * as calls from './calls.js';
import * as models from './models.js';
import * as delivery from './delivery.js';
import * as coverage from './coverage.js';

const PAGES = { overview, calls, models, delivery, coverage };
const PAUSE = 10_000;

const asOf = document.querySelector('[data-fresh]');
const main = document.querySelector('main');
const form = document.querySelector('form.filters');
const pause = document.querySelector('[data-refresh-toggle]');
const theme = document.querySelector('[data-theme-toggle]');

let turn = 0;
let shown;
let spoken;

// A place that can be shared names its page, range and zone.
function settle() {
	const place = params();
	const or = (name, known, otherwise) => known(place.get(name) ?? '') ? place.get(name) : otherwise;
	const given = { page: or('page', (page) => Object.hasOwn(PAGES, page), 'overview'),
		range: or('range', (range) => Object.hasOwn(RANGES, range), '7d'), zone: or('zone', isZone, ownZone()) };
	if (Object.entries(given).some(([name, value]) => place.get(name) !== value)) {
		history.replaceState(null, '', href(given));
	}
	return given.page;
}

async function show({ fresh = false } = {}) {
	const name = settle();
	const page = PAGES[name];
	const mine = ++turn;
	if (!fresh) {
		enter(name, page);
	}
	const view = await viewOf(page);
	if (mine !== turn) {
		return;
	}
	if (fresh && view.state === 'error' && shown?.state !== 'error') {
		asOf.textContent = 'no answer just now';
		return;
	}
	patch(main, view.nodes);
	main.dataset.state = view.state;
	view.draw?.();
	shown = view;
	announce(view, page, fresh);
	asOf.textContent = `as of ${new Date().toLocaleTimeString('en-GB', { timeZone: params().get('zone') })}`;
}

function enter(name, page) {
	if (main.dataset.page !== name || !main.firstChild) {
		patch(main, [title(page.heading), h('p', { class: 'faint' }, 'Loading …')]);
		scrollTo(0, 0);
	}
	main.dataset.page = name;
	main.dataset.state = 'loading';
	document.title = `${page.heading} · Tokenr`;
	showFilters(form);
	for (const link of document.querySelectorAll('[data-nav]')) {
		link.href = hrefPage(link.dataset.nav === 'home' ? 'overview' : link.dataset.nav);
		link.dataset.nav === name ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current');
	}
	showDrawer();
}

async function viewOf(page) {
	try {
		const data = await page.load();
		return { nodes: page.render(data), state: page.stateOf(data), words: page.words(data), draw: () => page.draw?.(main, data) };
	}
	catch (problem) {
		if (!(problem instanceof Problem)) {
			reportError(problem);
		}
		return { nodes: [title(page.heading), notice(problem)], state: 'error', words: problem.message };
	}
}

function announce(view, page, fresh) {
	const text = `${page.heading}: ${view.words}`;
	if (text !== spoken || !fresh) {
		document.querySelector('[data-announce]').textContent = text;
	}
	spoken = text;
}

const isPaused = () => pause.getAttribute('aria-pressed') === 'true';

async function keepFresh() {
	try {
		if (!isPaused() && !document.hidden && main.dataset.state !== 'loading') {
			await show({ fresh: true });
		}
	}
	finally {
		setTimeout(keepFresh, PAUSE);
	}
}

function nameTheme() {
	theme.textContent = document.documentElement.dataset.theme === 'dark' ? 'Light' : 'Dark';
	theme.setAttribute('aria-label', `${theme.textContent} theme`);
	shown?.draw?.();
}

function onClick(event) {
	const link = event.target.closest?.('a[href^="?"]');
	if (link && !link.download && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
		event.preventDefault();
		go(link.getAttribute('href'));
	}
	const copied = event.target.closest?.('[data-copy]');
	if (copied) {
		copy(copied);
	}
}

async function copy(button) {
	const code = document.querySelector(`[data-snippet="${button.dataset.copy}"]`);
	try {
		await navigator.clipboard.writeText(code.textContent);
		document.querySelector('[data-announce]').textContent = 'Copied';
	}
	catch {
		getSelection().selectAllChildren(code);
	}
}

addEventListener('place', () => show());
addEventListener('popstate', () => show());
document.addEventListener('click', onClick);
document.addEventListener('change', onChange);
document.addEventListener('themechange', nameTheme);
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('focusin', suggest);
form.addEventListener('click', onFold);
theme.addEventListener('click', () => window.toggleTheme());
pause.addEventListener('click', () => {
	pause.setAttribute('aria-pressed', String(!isPaused()));
	pause.textContent = isPaused() ? 'Resume refresh' : 'Pause refresh';
});

nameTheme();
await show();
setTimeout(keepFresh, PAUSE);
