// Asks the sibling endpoints. Every number of an answer arrives as text, with all its digits.

const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

const exact = (json) => JSON.parse(json.replace(TOKENS, (token) => token.startsWith('"') ? token : `"${token}"`));

export class Problem extends Error {

	constructor(endpoint, status, message) {
		super(message ?? `${endpoint} answered ${status}`);
		this.endpoint = endpoint;
		this.status = status;
	}

}

export const address = (endpoint) => document.body.dataset[endpoint];

function url(path, query) {
	const [endpoint, ...rest] = path.split('/');
	const search = new URLSearchParams(query).toString();
	return [address(endpoint), ...rest.map(encodeURIComponent)].join('/') + (search ? `?${search}` : '');
}

export async function ask(path, query = []) {
	const endpoint = path.split('/')[0];
	let response;
	try {
		response = await fetch(url(path, query), { headers: { Accept: 'application/json' }, cache: 'no-store' });
	}
	catch {
		throw new Problem(endpoint, 0);
	}
	if (response.redirected && !response.headers.get('Content-Type')?.includes('json')) {
		throw new Problem(endpoint, 401);
	}
	if (!response.ok) {
		throw new Problem(endpoint, response.status, await reason(response));
	}
	return exact(await response.text());
}

async function reason(response) {
	try {
		return (await response.json()).error;
	}
	catch {
		return undefined;
	}
}

// What hardly changes is asked once a while only.
const kept = new Map();

export function askSeldom(path, query = [], key = url(path, query), milliseconds = 60_000) {
	const known = kept.get(key);
	if (known && known.until > Date.now()) {
		return known.answer;
	}
	if (kept.size > 100) {
		kept.clear();
	}
	const answer = ask(path, query);
	kept.set(key, { answer, until: Date.now() + milliseconds });
	answer.catch(() => kept.delete(key));
	return answer;
}

// The answer, or the problem in its place, so that the rest of a page works without it.
export async function attempt(answer) {
	try {
		return await answer;
	}
	catch (problem) {
		if (problem instanceof Problem) {
			return problem;
		}
		throw problem;
	}
}
