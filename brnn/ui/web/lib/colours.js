// Colour means sign: the scale of the figures (brnn/figures/colours.py), for what is no figure.

let templates;

export function useTemplates(both) {
  templates = both;
}

export function isDark() {
  return document.querySelector(".dark") !== null;
}

// The Plotly template of the theme that is shown: all colours of a figure.
export function template() {
  return templates[isDark() ? "dark" : "light"];
}

function rgb(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

// The colour of a value between −1 and +1, as [red, green, blue].
export function onScale(value) {
  const scale = template().layout.coloraxis.colorscale;
  const at = ((Math.max(-1, Math.min(1, value)) + 1) / 2) * (scale.length - 1);
  const low = Math.min(scale.length - 2, Math.floor(at));
  const [from, to] = [rgb(scale[low][1]), rgb(scale[low + 1][1])];
  return from.map((part, i) => Math.round(part + (to[i] - part) * (at - low)));
}

function luminance(colour) {
  const [r, g, b] = colour.map((part) => {
    const c = part / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// Black or white, whichever is read better on a colour.
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
