// A bar in the colours of the scale, with what is coloured, the values at its ends and their unit.
import { onTheme, palette } from "./colours.js";
import { make } from "./dom.js";

export const MOST = 2; // log-odds that have the strongest colour, for words of every text and model

// Returns { element, show }. show(name, ends, unit, from): ends: two texts. from: what of the scale the bar
// begins at, −1 or 0.
export function scaleBar(title) {
  const bar = make("i.bar");
  const [name, low, high] = [1, 2, 3].map(() => make("span"));
  let begins = -1;
  const paint = () => {
    const { scale } = palette();
    const shown = begins < 0 ? scale : scale.slice(Math.floor(scale.length / 2));
    bar.style.background = `linear-gradient(to right, ${shown})`;
  };
  paint();
  onTheme(paint);
  const element = make("span.scale", { title }, name, low, bar, high);

  function show(what, [lowest, highest], unit = "", from = -1) {
    name.textContent = what;
    low.textContent = lowest;
    high.textContent = `${highest} ${unit}`.trim();
    if (begins === from) return;
    begins = from;
    paint();
  }

  return { element, show };
}

// The ends of a scale beyond which everything has the strongest colour.
export const beyond = (most) => [`≤ −${most}`, `≥ +${most}`];
export const BEYOND = beyond(MOST);
