// Figures for reading. The exact figure stays beside them, in data-value and title.

import { clocks } from './time.js';

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

export function count(value) {
	const number = Number(value);
	return Math.abs(number) < 100_000 ? grouped.format(number) : compact.format(number);
}

export const counting = (value, one, many = `${one}s`) => `${count(value)} ${Number(value) === 1 ? one : many}`;

function decimals(amount) {
	const size = Math.abs(amount);
	if (size === 0 || size >= 1) {
		return { minimumFractionDigits: 2, maximumFractionDigits: 2 };
	}
	return size >= 0.1 ? { minimumFractionDigits: 3, maximumFractionDigits: 3 }
		: { maximumSignificantDigits: 3, minimumSignificantDigits: 3 };
}

export function money(value, currency, { sign = false } = {}) {
	const amount = Number(value);
	const digits = { ...decimals(amount), signDisplay: sign ? 'exceptZero' : 'auto' };
	try {
		return new Intl.NumberFormat('en', { ...digits, style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
			.format(amount).replace('-', '−');
	}
	catch {
		return `${new Intl.NumberFormat('en', digits).format(amount).replace('-', '−')} ${currency}`;
	}
}

export function percent(ratio, { sign = false } = {}) {
	const size = Math.abs(ratio);
	return new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: size > 0 && size < 0.1 ? 1 : 0,
		signDisplay: sign ? 'exceptZero' : 'auto' }).format(ratio).replace('-', '−');
}

export function duration(milliseconds) {
	const ms = Number(milliseconds);
	return ms < 1000 ? `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

export function bytes(value) {
	const size = Number(value);
	return size < 1024 ? `${size} B` : size < 1_048_576 ? `${(size / 1024).toFixed(1)} KiB` : `${(size / 1_048_576).toFixed(1)} MiB`;
}

export function moment(instant, zone) {
	const { date, time } = clocks(Date.parse(instant), zone);
	return `${date} ${time}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function bucketName(start, zone, bucket) {
	const { date, time } = clocks(start, zone);
	const [year, month, day] = date.split('-');
	const name = MONTHS[Number(month) - 1];
	return bucket === 'hour' ? `${day} ${name} ${time.slice(0, 5)}` : bucket === 'day' ? `${day} ${name}` : `${name} ${year}`;
}
