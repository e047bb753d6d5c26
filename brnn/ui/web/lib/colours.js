// Colour means sign: palettes and scale of the figures (brnn/figures/colours.py).
import { given } from "./given.js";

const STEPS = 256; // from one end of the scale to the other
const tables = new Map(); // a palette's scale → the same in steps

export const isDark = () => document.querySelector(".dark") !== null;
const theme = () => (isDark() ? "dark" : "light");

// { page, text, quiet, rule, scale } of the theme that is shown.
export const palette = () => given.look.palettes[theme()];

// The Plotly template of the theme that is shown: all colours of a figure.
export const template = () => given.templates[theme()];

// The scale as a function: a value between −1 and +1 → [red, green, blue].
export function colouring() {
  const { scale } = palette();
  if (!tables.has(scale)) tables.set(scale, tableOf(scale));
  const table = tables.get(scale);
  return (value) => table[Math.round(((Math.max(-1, Math.min(1, value)) + 1) / 2) * STEPS)];
}

export const onScale = (value) => colouring()(value);

function tableOf(scale) {
  const colours = scale.map((colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)));
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const at = (step / STEPS) * (scale.length - 1);
    const low = Math.min(scale.length - 2, Math.floor(at));
    return colours[low].map((part, i) => Math.round(part + (colours[low + 1][i] - part) * (at - low)));
  });
}

export const css = (colour) => `rgb(${colour.join(",")})`;

// Gives an element a background, and letters that are legible on it.
export function paint({ style }, colour) {
  style.backgroundColor = css(colour);
  style.color = legible(colour);
}

// Black or white, whichever is more legible on a colour.
export function legible(colour) {
  const light = luminance(colour) + 0.05;
  return 1.05 / light > light / 0.05 ? "#ffffff" : "#000000";
}

function luminance(colour) {
  const [r, g, b] = colour.map((part) => {
    const c = part / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
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
