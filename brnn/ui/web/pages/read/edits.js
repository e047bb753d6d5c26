// Edits of the text: a pinned word is replaced or deleted, a deleted one restored, all of it undone;
// and one sentence, with the light cone, on what the last edit did to both readers.
import { make, speak } from "../../lib/dom.js";
import { History } from "../../lib/history.js";
import { coneOf, editSentence } from "../../lib/pins.js";
import { latest } from "../../lib/server.js";
import { on, set, state } from "../../lib/store.js";
import { fill, sameText } from "../../lib/texts.js";
import { cone } from "../../stage/cone.js";

const MOST_GAPS = 2; // deleted words that are offered, the last ones of the text

// Returns what stands in the strip of a pinned word (`tools`, `history`) and under the stage (`note`).
export function edits({ edit: texts, waiting }, stage) {
  const history = new History();
  const light = cone(stage);
  const button = (name, onclick) => make("button.quiet", { onclick }, texts[name]);
  const replace = button("replace", open);
  const remove = button("delete", () => change("", null));
  const input = make("input", {
    type: "text", dir: "auto", autocomplete: "off", spellcheck: false, "aria-describedby": "input-hint",
  });
  const form = make(
    "form", { hidden: true, onsubmit: (event) => (event.preventDefault(), apply()) },
    input, make("small", { id: "input-hint" }, texts.inputHint),
  );
  const tools = make("span.tools", { role: "group", "aria-label": texts.tools }, replace, remove);
  const undo = button("undo", () => move(() => history.step(-1)));
  const redo = button("redo", () => move(() => history.step(1)));
  const reset = button("reset", () => move(() => (history.at = 0)));
  const gaps = make("span.tools");
  const about = { role: "group", "aria-label": texts.history };
  const steps = make("span.tools.history", about, undo, redo, reset, gaps);
  const sentence = make("span");
  const rim = make("small");
  const note = make("p.edited", { hidden: true }, sentence, " ", rim);
  const name = make("span");

  const explain = latest("edit", (answer) => {
    note.hidden = answer.kind !== "edit";
    if (note.hidden) return;
    sentence.textContent = editSentence(answer, texts);
    rim.textContent = answer.span ? texts.rim : "";
    light.show({ ...coneOf(answer), text: history.text });
    speak(sentence.textContent, sentence);
  });

  // The word that is pinned, if what is drawn is what stands in the box.
  function pinnedWord() {
    const { reading, pinned, text } = state;
    return reading && sameText(reading.text, text) ? reading.words[pinned] : undefined;
  }

  // Puts other words in the place of the pinned one, or none; `pinned`: what is pinned afterwards.
  function change(words, pinned) {
    const word = pinnedWord();
    if (!word) return;
    const { start, end } = word;
    if (!words) history.delete(start, end);
    else if (words !== history.words(start, end)) history.replace(start, end, words);
    close();
    set({ text: history.text, pinned, hovered: null });
    show();
    if (pinned === null) (gaps.querySelector("button") ?? undo).focus();
  }

  function move(to) {
    to();
    set({ text: history.text });
    show();
    const { activeElement: focused } = document; // a button that was disabled just now still has the focus
    if (focused === document.body || focused.disabled) (undo.disabled ? redo : undo).focus();
  }

  function open() {
    const word = pinnedWord();
    if (!word) return;
    input.value = history.words(word.start, word.end);
    input.setAttribute("aria-label", fill(texts.input, { word: input.value }));
    form.hidden = false;
    tools.hidden = name.hidden = true;
    input.focus();
    input.select();
  }

  function close() {
    form.hidden = true;
    tools.hidden = name.hidden = false;
  }

  function apply() {
    const words = input.value.trim();
    change(words, words ? state.pinned : null);
    close();
    if (words) replace.focus();
  }

  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation(); // elsewhere this key unpins
    close();
    replace.focus();
  });

  function show() {
    const edited = history.before !== null;
    undo.disabled = reset.disabled = !edited;
    redo.disabled = !history.canRedo;
    steps.hidden = !edited && !history.canRedo;
    gaps.replaceChildren(...history.gaps.slice(-MOST_GAPS).map((gap) => {
      const onclick = () => move(() => history.restore(gap));
      return make("button.quiet", { onclick }, fill(texts.restore, { word: gap.words }));
    }));
    note.hidden = !edited;
    explain.forget();
    light.show(null);
    if (!edited) return;
    rim.textContent = "";
    sentence.textContent = waiting;
    explain({ before: history.before, after: history.text, model: state.model });
  }

  on("text", (text) => {
    if (text === history.text) return;
    history.begin(text);
    close();
    show();
  });
  on("model", show);
  on(["pinned", "unit"], close);
  on(["pinned", "reading"], () => (replace.disabled = remove.disabled = !pinnedWord()));
  show();
  return { tools, form, steps, note, name };
}
