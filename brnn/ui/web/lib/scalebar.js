// A bar in the colours of the scale, with what is coloured, the values at its ends and their unit.
import { onTheme, palette } from "./colours.js";
import { make } from "./dom.js";

export const MOST = 2; // log-odds that have the strongest colour, for words of every text and model

// Returns { element, show }. show(name, ends, unit): ends: two texts.
export function scaleBar(title) {
  const bar = make("i.bar");
  const [name, low, high] = [1, 2, 3].map(() => make("span"));
  const paint = () => (bar.style.background = `linear-gradient(to right, ${palette().scale})`);
  paint();
  onTheme(paint);
  const element = make("span.scale", { title }, name, low, bar, high);

  function show(what, [from, to], unit = "") {
    name.textContent = what;
    low.textContent = from;
    high.textContent = `${to} ${unit}`.trim();
  }

  return { element, show };
}

// The ends of a scale beyond which everything has the strongest colour.
export const beyond = (most) => [`≤ −${most}`, `≥ +${most}`];
export const BEYOND = beyond(MOST);
