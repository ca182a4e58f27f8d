// Before the first paint: what was chosen, else what the system prefers.
(() => {
	const KEY = 'tokenr-theme';
	const system = matchMedia('(prefers-color-scheme: dark)');

	const chosen = () => {
		try {
			return localStorage.getItem(KEY);
		}
		catch {
			return null;
		}
	};
	const apply = () => {
		document.documentElement.dataset.theme = chosen() ?? (system.matches ? 'dark' : 'light');
		document.dispatchEvent(new Event('themechange'));
	};

	window.toggleTheme = () => {
		const next = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
		try {
			localStorage.setItem(KEY, next);
			apply();
		}
		catch {
			document.documentElement.dataset.theme = next;
			document.dispatchEvent(new Event('themechange'));
		}
	};
	system.addEventListener('change', apply);
	apply();
})();
