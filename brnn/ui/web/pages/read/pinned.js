// What is pinned: a word with its numbers, a unit's card or a state of the network; and edits of the text.
import { make } from "../../lib/dom.js";
import { nodeOf } from "../../lib/network.js";
import { on, set, state } from "../../lib/store.js";
import { fill, placeOf } from "../../lib/texts.js";
import { edits } from "./edits.js";
import { pinnedNode } from "./pinnednode.js";
import { pinnedUnit } from "./pinnedunit.js";
import { pinnedWord } from "./pinnedword.js";
import { unitPicker } from "./unitpicker.js";

// texts: PINS of brnn/ui/texts/pins.py. `note` of what is returned has its place under the stage.
export function pinned(texts, stage) {
  const pressed = make("span");
  const hint = make("p.note", pressed, " ", make("span.keys", texts.keys));
  const { form, name, note, steps, tools } = edits(texts, stage);
  const heading = make("h3", name);
  const about = { "aria-label": texts.unpin, title: texts.unpin, onclick: unpin };
  const close = make("button.icon", about, "×");
  const picker = unitPicker(texts);
  const end = make("span.pin-end", picker, close);
  const element = make(
    "div.pinned", { role: "region", "aria-label": texts.region },
    make("div.pin-head", hint, heading, form, tools, steps, end),
    pinnedWord(texts), pinnedUnit(texts, stage), pinnedNode(texts),
  );

  function show() {
    const { reading, pinned, unit } = state;
    const words = reading?.words ?? [];
    const word = words[pinned];
    const node = nodeOf(state);
    const kind = node ? "node" : unit && words.length ? "unit" : word ? "word" : "";
    element.dataset.kind = kind;
    pressed.textContent = texts.hints[state.view];
    hint.hidden = Boolean(kind);
    heading.hidden = close.hidden = !kind;
    // Keep the keyboard focus when going from a word to one of its units.
    const { activeElement: focused } = document;
    if (kind && element.contains(focused) && !focused.checkVisibility()) close.focus();
    tools.classList.toggle("away", !["word", "node"].includes(kind));
    if (kind === "unit") {
      name.replaceChildren(
        fill(texts.unit.name, { arrow: texts.arrows[unit.reader], unit: unit.unit + 1 }),
        make("small", fill(texts.unit.of, { reader: texts.readers[unit.reader] })),
      );
    } else if (kind) {
      const place = placeOf(words, pinned, texts.word);
      const said = node ? fill(texts.step.of, { reader: texts.readers[node.reader], place }) : place;
      name.replaceChildren(make("bdi", fill(texts.quoted, { word: word.label })), make("small", said));
    }
  }

  // A unit goes before the word, or the state, that it was pinned at.
  function unpin() {
    const inside = element.contains(document.activeElement);
    const { pinned: word, unit } = state;
    const node = nodeOf(state);
    set(unit ? { unit: null } : { pinned: null, node: null });
    if (inside && node) stage.focusState(node);
    else if (inside && word !== null) stage.focusWord(word, state.reading?.readers[0]);
    else if (inside) picker.focus();
  }

  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || state.page !== "read") return;
    if (event.target.closest?.("textarea, input[type=text], select, dialog")) return;
    if (state.pinned !== null || state.unit) unpin();
  });
  on(["pinned", "node", "unit", "view", "reading"], show);
  show();
  return { element, note };
}
