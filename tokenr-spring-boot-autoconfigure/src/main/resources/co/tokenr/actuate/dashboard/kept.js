// What the reader likes, kept by the browser where it allows that.

export function stored(key) {
	try {
		return localStorage.getItem(key);
	}
	catch {
		return null;
	}
}

export function store(key, value) {
	try {
		localStorage.setItem(key, value);
	}
	catch {
		// then it holds for this page only
	}
}
