// What the model read: the text itself, with what it did not know or did not read marked in place.
import { make } from "../lib/dom.js";

export function words() {
  const title = make("h2");
  const hint = make("p.hint");
  const text = make("div.text", { tabindex: 0, dir: "auto", role: "region" });
  const legend = make("p.legend");
  const model = make("p.model");
  const element = make("section.words", {}, title, hint, text, legend, model);

  function show(value) {
    element.hidden = value?.state !== "words";
    if (element.hidden) return;
    title.textContent = value.title;
    text.setAttribute("aria-label", value.title);
    hint.textContent = value.hint;
    text.replaceChildren(...value.segments.map(([kind, part]) => (kind ? make(`span.${kind}`, {}, part) : part)));
    // Where only the end is read, the reading begins far down: show where.
    const [first] = text.children;
    const above = first?.className === "cut" && text.firstChild === first;
    text.scrollTop = above ? first.offsetHeight - text.clientHeight / 2 : 0;
    legend.replaceChildren(
      ...value.legend.map(({ kind, sample, text: said }) =>
        make("span.entry", {}, sample && make(kind ? `i.${kind}` : "i", {}, sample), said),
      ),
    );
    model.textContent = value.model;
  }

  return { element, show };
}
