// Colour means sign: palettes and scale of the figures (brnn/figures/colours.py).

const STEPS = 256; // from one end of the scale to the other
let look;
let templates;
const tables = new Map(); // a palette → its scale in steps

// look: of brnn/figures/look.py. both: the Plotly templates of both themes.
export function useLook(given, both) {
  look = given;
  templates = both;
}

// How a reading is drawn: see brnn/figures/look.py.
export function theLook() {
  return look;
}

export function isDark() {
  return document.querySelector(".dark") !== null;
}

// { page, text, quiet, rule, scale } of the theme that is shown.
export function palette() {
  return look.palettes[isDark() ? "dark" : "light"];
}

// The Plotly template of the theme that is shown: all colours of a figure.
export function template() {
  return templates[isDark() ? "dark" : "light"];
}

// The scale as a function: a value between −1 and +1 → [red, green, blue].
export function colouring() {
  const { scale } = palette();
  if (!tables.has(scale)) tables.set(scale, tableOf(scale));
  const table = tables.get(scale);
  return (value) => table[Math.round(((Math.max(-1, Math.min(1, value)) + 1) / 2) * STEPS)];
}

// The colour of a single value.
export function onScale(value) {
  return colouring()(value);
}

function tableOf(scale) {
  const colours = scale.map((colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)));
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const at = (step / STEPS) * (scale.length - 1);
    const low = Math.min(scale.length - 2, Math.floor(at));
    return colours[low].map((part, i) => Math.round(part + (colours[low + 1][i] - part) * (at - low)));
  });
}

function luminance(colour) {
  const [r, g, b] = colour.map((part) => {
    const c = part / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// Black or white, whichever is more legible on a colour.
export function inkOn(colour) {
  const light = luminance(colour);
  return 1.05 / (light + 0.05) > (light + 0.05) / 0.05 ? "#ffffff" : "#000000";
}

export function css(colour) {
  return `rgb(${colour.join(",")})`;
}

// Calls `listener` whenever the theme has changed.
export function onTheme(listener) {
  let dark = isDark();
  const watcher = new MutationObserver(() => {
    if (dark === isDark()) return;
    dark = isDark();
    listener();
  });
  for (const root of [document.documentElement, document.body]) {
    watcher.observe(root, { attributes: true, attributeFilter: ["class"] });
  }
}
