// Numbers as they arrive and as they are printed.

// { shape, base64 } of protocol.py → Float32Array, with `shape` beside it.
export function unpack({ shape, base64 }) {
  const letters = atob(base64);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = letters.charCodeAt(i);
  return Object.assign(new Float32Array(bytes.buffer), { shape });
}

// (rows, columns) → one view for each row.
export function rows(array) {
  const [count, length] = array.shape;
  return Array.from({ length: count }, (_, row) => array.subarray(row * length, (row + 1) * length));
}

export const sum = (values) => values.reduce((all, value) => all + value, 0);

// { one: 1, two: 2 } → { one: made(1, "one"), two: made(2, "two") }
export function mapped(values, made) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, made(value, name)]));
}

const MINUS = "−";
export const NONE = "–"; // what was not measured

// To whole numbers; from the middle between two to the even one, as Python rounds.
export function round(value) {
  const nearest = Math.round(value);
  return Math.abs(value % 1) === 0.5 && nearest % 2 ? nearest - 1 : nearest;
}

function hundredths(value) {
  const sign = value > 0 ? "+" : value < 0 ? MINUS : "";
  return sign + (Math.abs(value) / 100).toFixed(2);
}

// Log-odds: two decimals and a sign. "+1.42", "−0.11", "0.00".
export const signed = (value) => hundredths(round(value * 100));

// Such a text, short enough for a circle: from ten on, one decimal. "+10.58" → "+10.6"
export function short(printed) {
  const size = Number(printed.slice(1));
  return size < 10 ? printed : printed[0] + size.toFixed(1);
}

// Rounded likewise, as a number.
export const rounded = (value) => round(value * 100) / 100;

// Terms and their total as printed, so that the printed terms add up to the printed total: each is
// rounded to hundredths, and what is left over goes, a hundredth each, to the terms that lost most
// by rounding (the largest-remainder method). constant: whether the last term is a constant, which must read
// the same in every sum.
export function addUp(terms, total, constant = false) {
  const goal = round(total * 100);
  const printed = terms.map((term) => round(term * 100));
  const missing = goal - sum(printed);
  const step = Math.sign(missing);
  const loss = (i) => (terms[i] * 100 - printed[i]) * step;
  const adjusted = [...terms.keys()].slice(0, constant ? -1 : undefined);
  const order = adjusted.sort((one, other) => loss(other) - loss(one));
  for (let turn = 0; turn < Math.abs(missing); turn += 1) printed[order[turn % order.length]] += step;
  return { terms: printed.map(hundredths), values: printed.map((one) => one / 100), total: hundredths(goal) };
}

// A probability in whole percent; what is not certain never reads 0% or 100%.
export function percent(probability) {
  if (probability < 0.005) return "<1%";
  if (probability >= 0.995) return ">99%";
  return `${round(100 * probability)}%`;
}

export const sigmoid = (logit) => 1 / (1 + Math.exp(-logit));

// The label of a verdict; at zero, negative.
export const labelOf = (logit) => (logit > 0 ? "positive" : "negative");

const english = new Intl.NumberFormat("en-US");
// 12345 → "12,345"
export const thousands = (count) => english.format(count);

const ENDINGS = { one: "st", two: "nd", few: "rd", other: "th" };
const places = new Intl.PluralRules("en-US", { type: "ordinal" });
// 312 → "312th"
export const ordinal = (place) => thousands(place) + ENDINGS[places.select(place)];

// A share with one decimal, "92.6%".
export function share(value, unit = "%") {
  return value === null ? NONE : (round(1000 * value) / 10).toFixed(1) + unit;
}
