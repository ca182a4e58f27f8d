// Exact decimal numbers as text: '0.001230' in, '0.00123' out. Money never passes through a double.

const FORM = /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

function parse(text) {
	const [, sign, whole, fraction = '', exponent = '0'] = FORM.exec(text);
	const units = BigInt(whole + fraction) * (sign ? -1n : 1n);
	const scale = fraction.length - Number(exponent);
	return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

function text({ units, scale }) {
	const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
	const whole = digits.slice(0, digits.length - scale);
	const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
	return (units < 0n ? '-' : '') + whole + (fraction ? `.${fraction}` : '');
}

function aligned(one, other) {
	const [a, b] = [parse(one), parse(other)];
	const scale = Math.max(a.scale, b.scale);
	const units = (number) => number.units * 10n ** BigInt(scale - number.scale);
	return { a: units(a), b: units(b), scale };
}

export const plain = (number) => text(parse(number));

export function plus(one, other) {
	const { a, b, scale } = aligned(one, other);
	return text({ units: a + b, scale });
}

export function minus(one, other) {
	const { a, b, scale } = aligned(one, other);
	return text({ units: a - b, scale });
}

export function times(one, other) {
	const [a, b] = [parse(one), parse(other)];
	return text({ units: a.units * b.units, scale: a.scale + b.scale });
}

// Rounded half up, away from zero, to 18 decimals, as fine as the ledger keeps amounts.
export function over(one, count) {
	const DIGITS = 18;
	const [a, b] = [parse(one), parse(count)];
	const dividend = a.units * 10n ** BigInt(DIGITS + b.scale) * 2n;
	const divisor = b.units * 10n ** BigInt(a.scale);
	const doubled = dividend / divisor;
	return text({ units: (doubled + (doubled < 0n ? -1n : 1n)) / 2n, scale: DIGITS });
}

export function compare(one, other) {
	const { a, b } = aligned(one, other);
	return a < b ? -1 : a > b ? 1 : 0;
}

export const isNumber = (value) => FORM.test(value) && /\d/.test(value);
