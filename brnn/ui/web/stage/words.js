// What the model read: the text itself, with what it did not know or did not read marked in place.
import { make } from "../lib/dom.js";
import { legendOf, segments } from "../lib/segments.js";
import { modelLine } from "../lib/texts.js";

// texts: WORDS and MODELS of brnn/ui/texts/read.py.
export function words(texts, modelTexts) {
  const text = make("div.text", { tabindex: 0, dir: "auto", role: "region", "aria-label": texts.title });
  const legend = make("p.legend");
  const model = make("p.model");
  const title = make("h2", texts.title);
  const element = make("section.words", { hidden: true }, title, text, legend, model);

  // picture: of lib/reading.js; null: there is none.
  function show(picture) {
    element.hidden = !picture;
    if (!picture) return;
    const stretches = segments(picture);
    text.replaceChildren(...stretches.map(([kind, part]) => (kind ? make(`span.${kind}`, part) : part)));
    // Where only the end is read, the reading begins far down: show where.
    const [first] = text.children;
    const above = first?.className === "cut" && text.firstChild === first;
    if (above) text.scrollTop = first.offsetHeight - text.clientHeight / 2;
    else if (text.dataset.scrolled) text.scrollTop = 0;
    text.dataset.scrolled = above ? "true" : "";
    legend.replaceChildren(...legendOf(picture, stretches, texts).map(({ kind, sample, text: said }) => (
      make("span.entry", sample && make(kind ? `i.${kind}` : "i", sample), said)
    )));
    model.textContent = modelLine(picture, modelTexts);
  }

  return { element, show };
}
