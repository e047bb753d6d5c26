// What is on screen as markup of its own: without scripts, whole on any screen. All that was typed into the
// page is text or an attribute's value here, too: the browser writes both so that neither is markup.
import { isDark } from "./colours.js";
import { make, ownReferences } from "./dom.js";

const NOT_SEEN = ".tip, [hidden]"; // they stay as places: rules of the style sheet count them
const SIZED = ".stage, .chart"; // they have the size that they were drawn in

// parts: elements, one under the other. Returns the document: `frame`, an empty one, with them in its body.
export function snapshot(frame, title, note, parts) {
  const page = make("div.brnn.standalone",
    make("header.head", make("h1", title), make("p.note", note)),
    make("main.pages", { style: "gap: 1rem" }, parts.map(copyOf)),
  );
  const body = `<body class="${isDark() ? "dark" : ""}">${page.outerHTML}</body>`;
  return frame.replace("<body></body>", () => body);
}

function copyOf(element) {
  const copy = element.cloneNode(true);
  const originals = [element, ...element.querySelectorAll("*")];
  const copies = [copy, ...copy.querySelectorAll("*")];
  originals.forEach((original, i) => settle(original, copies[i]));
  for (const one of copy.querySelectorAll(NOT_SEEN)) one.replaceChildren();
  return copy;
}

// What is not in an element's markup: what is drawn, typed and chosen, and what only a script can do.
function settle(original, copy) {
  const { offsetWidth: width, offsetHeight: height } = original;
  if (original.matches(SIZED)) copy.style.cssText += `; flex: none; width: ${width}px; height: ${height}px`;
  if (original instanceof SVGSVGElement) {
    ownReferences(copy).style.position = getComputedStyle(original).position;
  }
  if (original instanceof HTMLCanvasElement) copy.replaceWith(drawn(original));
  if (original instanceof HTMLTextAreaElement) copy.textContent = original.value;
  if (original instanceof HTMLInputElement) copy.setAttribute("value", original.value);
  if (original.checked) copy.setAttribute("checked", "");
  if (original instanceof HTMLOptionElement) copy.toggleAttribute("selected", original.selected);
  if (original.matches("textarea, input, select, button:not(.word)")) copy.inert = true;
  if (original instanceof HTMLAnchorElement) copy.removeAttribute("href");
}

function drawn(canvas) {
  const { width, height } = canvas.getBoundingClientRect();
  const { top } = getComputedStyle(canvas);
  const style = `${canvas.style.cssText}; width: ${width}px; height: ${height}px; top: ${top}`;
  return make("img", { class: canvas.className, src: canvas.toDataURL(), alt: "", style });
}
