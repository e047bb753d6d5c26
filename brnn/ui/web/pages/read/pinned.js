// What is pinned: a word with its numbers side by side, or a unit's card; and the edits of the text.
import { make } from "../../lib/dom.js";
import { on, set, state } from "../../lib/store.js";
import { fill, placeOf } from "../../lib/texts.js";
import { edits } from "./edits.js";
import { pinnedUnit } from "./pinnedunit.js";
import { pinnedWord } from "./pinnedword.js";
import { unitPicker } from "./unitpicker.js";

// texts: PINS of brnn/ui/texts/pins.py. `note` of what is returned has its place under the stage.
export function pinned(texts, stage) {
  const hint = make("p.note", `${texts.hint} `, make("span.keys", texts.keys));
  const { form, name, note, steps, tools } = edits(texts, stage);
  const heading = make("h3", name);
  const about = { "aria-label": texts.unpin, title: texts.unpin, onclick: unpin };
  const close = make("button.icon", about, "×");
  const end = make("span.pin-end", unitPicker(texts), close);
  const element = make(
    "div.pinned", { role: "region", "aria-label": texts.region },
    make("div.pin-head", hint, heading, form, tools, steps, end), pinnedWord(texts), pinnedUnit(texts, stage),
  );

  function show() {
    const { reading, pinned, unit } = state;
    const words = reading?.words ?? [];
    const word = words[pinned];
    const kind = unit && words.length ? "unit" : word ? "word" : "";
    element.dataset.kind = kind;
    hint.hidden = Boolean(kind);
    heading.hidden = close.hidden = !kind;
    // Keep the keyboard focus when going from a word to one of its units.
    const { activeElement: focused } = document;
    if (kind && element.contains(focused) && !focused.checkVisibility()) close.focus();
    tools.classList.toggle("away", kind !== "word");
    if (kind === "unit") {
      name.replaceChildren(
        fill(texts.unit.name, { arrow: texts.arrows[unit.reader], unit: unit.unit + 1 }),
        make("small", fill(texts.unit.of, { reader: texts.readers[unit.reader] })),
      );
    } else if (kind === "word") {
      name.replaceChildren(
        make("bdi", fill(texts.quoted, { word: word.label })),
        make("small", placeOf(words, pinned, texts.word)),
      );
    }
  }

  // A unit goes before the word that it was pinned at.
  function unpin() {
    const inside = element.contains(document.activeElement);
    const { pinned: word, unit } = state;
    set(unit ? { unit: null } : { pinned: null });
    if (inside && word !== null) stage.focusWord(word, state.reading?.readers[0]);
  }

  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || state.page !== "read") return;
    if (event.target.closest?.("textarea, input[type=text], select, dialog")) return;
    if (state.pinned !== null || state.unit) unpin();
  });
  on(["pinned", "unit", "reading"], show);
  show();
  return { element, note };
}
