// The axis of the evidence: its range, and ticks at round numbers.

const LEAST = 1; // log-odds to both sides, so that little looks like little
const MARGIN = 0.08; // of the range

// Returns { range: [low, high], ticks } for some lines of numbers.
export function evidenceAxis(lines) {
  let [low, high] = [-LEAST, LEAST];
  for (const line of lines) {
    for (const value of line) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  const margin = MARGIN * (high - low);
  return { range: [low - margin, high + margin], ticks: niceTicks(low, high) };
}

// Three to seven ticks at round numbers of log-odds, signed: [{ value, text }].
export function niceTicks(low, high) {
  const power = 10 ** Math.floor(Math.log10(high - low));
  let ticks = [];
  for (const step of [5, 2, 1, 0.5, 0.2]) { // the widest that leaves three
    const [first, last] = [Math.ceil(low / (power * step)), Math.floor(high / (power * step))];
    ticks = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * power * step);
    if (ticks.length >= 3) break;
  }
  return ticks.map((value) => ({ value: value || 0, text: tickText(value) })); // no −0
}

function tickText(value) {
  const text = String(Number(Math.abs(value).toPrecision(10)));
  return value > 0 ? `+${text}` : value < 0 ? `−${text}` : "0";
}

// The ticks that are written where each needs `least` pixels and two lie `apart`: every second one,
// or third; zero always is.
export function thinned(ticks, apart, least) {
  const every = Math.max(1, Math.ceil(least / apart));
  const zero = Math.max(0, ticks.findIndex(({ value }) => Math.abs(value) < 1e-9));
  return ticks.filter((_, i) => (i - zero) % every === 0);
}
