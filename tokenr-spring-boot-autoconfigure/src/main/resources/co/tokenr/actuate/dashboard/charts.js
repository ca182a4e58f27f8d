// Charts by Chart.js, where it is there. Their figures are in a table beside them in any case.

const drawn = new WeakMap();

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const colour = (i, other) => style(other ? '--series-other' : `--series-${(i % 7) + 1}`);

// Bars of the period before stand behind those of now, wider and paler.
function datasets({ bars, ghost }) {
	const bar = { type: 'bar', grouped: false, borderRadius: 2, barPercentage: 0.92, order: 1 };
	const before = { ...bar, label: ghost.name, data: ghost.values, stack: 'before', backgroundColor: style('--ghost'),
		categoryPercentage: 1, order: 2 };
	return [...bars.map(({ name, other, values }, i) => ({ ...bar, label: name, data: values, stack: 'now',
		backgroundColor: colour(i, other), categoryPercentage: 0.68 })), ...(ghost.values.some((value) => value > 0) ? [before] : [])];
}

function options(format) {
	const text = style('--muted');
	const font = { family: style('--font'), size: 12 };
	return {
		responsive: true, maintainAspectRatio: false, animation: false, interaction: { mode: 'index', intersect: false },
		scales: {
			x: { stacked: true, grid: { display: false }, border: { color: style('--line') },
				ticks: { color: text, font, maxRotation: 0, autoSkipPadding: 16 } },
			y: { stacked: true, beginAtZero: true, grid: { color: style('--line') }, border: { display: false },
				ticks: { color: text, font, maxTicksLimit: 6, callback: format } }
		},
		plugins: {
			legend: { position: 'bottom', align: 'start', labels: { color: text, font, boxWidth: 12, boxHeight: 12, padding: 14 } },
			tooltip: { filter: ({ raw }) => raw !== 0, callbacks: { label: ({ dataset, raw }) => `${dataset.label}: ${format(raw)}` } }
		}
	};
}

export function chart(canvas, content) {
	if (!window.Chart || !canvas) {
		canvas?.parentElement.setAttribute('hidden', '');
		return;
	}
	const known = drawn.get(canvas);
	if (!known) {
		Object.values(window.Chart.instances).filter((one) => !one.canvas?.isConnected).forEach((one) => one.destroy());
		const data = { labels: content.labels, datasets: datasets(content) };
		drawn.set(canvas, new window.Chart(canvas, { data, options: options(content.format) }));
		return;
	}
	known.data = { labels: content.labels, datasets: datasets(content) };
	known.options = options(content.format);
	known.update('none');
}
