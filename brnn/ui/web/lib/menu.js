// A button of the page's head with a panel under it. Escape, or a press elsewhere, closes it.
import { make } from "./dom.js";

let count = 0;

export function menu(name, content, opened) {
  const id = `panel-${++count}`;
  const panel = make("div.panel", { id, role: "group", "aria-label": name, hidden: true }, content);
  const opens = { "aria-expanded": "false", "aria-controls": id, onclick: () => show(panel.hidden) };
  const button = make("button.quiet", opens, name);
  const element = make("span.menu", button, panel);

  function show(open) {
    if (panel.hidden !== open) return;
    panel.hidden = !open;
    button.ariaExpanded = open;
    if (open) opened();
  }

  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    event.preventDefault();
    event.stopPropagation(); // elsewhere this key unpins
    show(false);
    button.focus();
  });
  element.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !element.contains(relatedTarget)) show(false);
  });
  addEventListener("pointerdown", ({ target }) => element.contains(target) || show(false));
  return { element };
}
