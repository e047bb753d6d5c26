// Making elements. What a visitor typed becomes text nodes only, never markup.

// make("p.note", { title: "…" }, "text", child, …); the attributes may be left out.
export function make(selector, ...children) {
  const [tag, ...classes] = selector.split(".");
  const made = document.createElement(tag);
  if (classes.length) made.className = classes.join(" ");
  if (tag === "button") made.type = "button";
  const attributes = children[0]?.constructor === Object ? children.shift() : {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "style") made.style.cssText = value; // the attribute is forbidden in a saved page
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== "" && child != null && child !== false));
  return made;
}

// Likewise: svg("path", { d: "…" }, child, …)
export function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// References within a figure, without the address of the page, which means nothing in a copy elsewhere.
export function ownReferences(figure) {
  for (const part of figure.querySelectorAll("*")) {
    for (const { name, value } of part.attributes) {
      if (value.includes("url(")) part.setAttribute(name, value.replace(/url\((["']?)[^)#"']*#/g, "url($1#"));
    }
  }
  return figure;
}

const SHAPES = {
  play: "M4 2v12l10-6z",
  pause: "M3 2h3.5v12H3zM9.5 2H13v12H9.5z",
  first: "M2 2h2.5v12H2zM14 2v12L5.5 8z",
  last: "M11.5 2H14v12h-2.5zM2 2v12l8.5-6z",
};

// A symbol in the colour of the text; fonts need not have it.
export function icon(name) {
  const size = { viewBox: "0 0 16 16", width: "0.875rem", height: "0.875rem" };
  const shape = svg("path", { d: SHAPES[name], fill: "currentColor" });
  return svg("svg", { ...size, "aria-hidden": "true", class: "icon" }, shape);
}

// What a click on a link does here. With a key held, the browser opens the link elsewhere.
export const plainly = (go) => (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go();
};

// Writes a text into an element, which is hidden without one.
export function write(element, text = "") {
  element.textContent = text;
  element.hidden = !text;
}

// How much larger the smallest letters are than usual, which have 12 pixels: in a browser set to large type,
// and while presenting, when all have the size of the root. Style sheets measure in rem, scripts by this.
export function letterScale() {
  const root = parseFloat(getComputedStyle(document.documentElement).fontSize);
  return root / (document.querySelector(".presenting") ? 12 : 16);
}

// Announces to screen readers what stands in a place, unless its page is hidden. They hear it after a pause,
// so that they do not read out every letter.
const voice = make("p.spoken", { role: "status" });
let speaking;
export function speak(text, place, after = 900) {
  const isSeen = () => !place.closest("[hidden]");
  if (!isSeen()) return;
  if (!voice.isConnected) document.body.append(voice);
  clearTimeout(speaking);
  speaking = setTimeout(() => isSeen() && (voice.textContent = text), after);
}
