// A bar in the colours of the scale, with the values at its ends.
import { onTheme, palette } from "./colours.js";
import { make } from "./dom.js";

export function scaleBar(title, low = "", high = "") {
  const bar = make("i.bar");
  const ends = [make("span", low), make("span", high)];
  const paint = () => (bar.style.background = `linear-gradient(to right, ${palette().scale})`);
  paint();
  onTheme(paint);
  const element = make("span.scale", { title }, ends[0], bar, ends[1]);
  const show = (...values) => ends.forEach((end, i) => (end.textContent = values[i]));
  return { element, show };
}
