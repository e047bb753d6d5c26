// Making elements. What a visitor typed becomes text nodes only, never markup.

// make("p.note", { title: "…" }, "text", child, …)
export function make(selector, attributes = {}, ...children) {
  const [tag, ...classes] = selector.split(".");
  const made = document.createElement(tag || "div");
  if (classes.length) made.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "style") made.style.cssText = value; // the attribute is forbidden in a saved page
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== "" && child != null && child !== false));
  return made;
}

const SHAPES = {
  play: "M4 2v12l10-6z",
  pause: "M3 2h3.5v12H3zM9.5 2H13v12H9.5z",
  first: "M2 2h2.5v12H2zM14 2v12L5.5 8z",
  last: "M11.5 2H14v12h-2.5zM2 2v12l8.5-6z",
};

// A symbol in the colour of the text; fonts need not have it.
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const size = { viewBox: "0 0 16 16", width: "0.875rem", height: "0.875rem" };
  for (const [key, value] of Object.entries({ ...size, "aria-hidden": "true", class: "icon" })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  path.setAttribute("fill", "currentColor");
  svg.append(path);
  return svg;
}

// "{count} words" with { count: 3 } → "3 words"
export function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// How much larger letters are than usual: presenting, or in a browser set to large type. Style sheets
// measure in rem, scripts by this.
export function letterScale() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}

// Announces something to screen readers after a pause, so that they do not read out every letter.
const voice = make("p.spoken", { role: "status" });
let speaking;
export function speak(text, after = 900) {
  if (!voice.isConnected) document.body.append(voice);
  clearTimeout(speaking);
  speaking = setTimeout(() => (voice.textContent = text), after);
}
