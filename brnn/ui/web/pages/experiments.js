// The Experiments page: order, padding, mute. Visitors predict the result before they see it.
//
// What is set and predicted in an experiment is the record of its name in `state`.
import { onScale, onTheme, paint as colour } from "../lib/colours.js";
import { make } from "../lib/dom.js";
import * as experiments from "../lib/experiments.js";
import { explanationTable } from "../lib/files.js";
import { PADS, SHUFFLES } from "../lib/link.js";
import { mapped, signed } from "../lib/numbers.js";
import { BEYOND, MOST, scaleBar } from "../lib/scalebar.js";
import { on, onPage, set, state } from "../lib/store.js";
import { counted, label } from "../lib/texts.js";
import { explaining } from "./explain.js";
import { SEEN, trial } from "./trial.js";

export function experimentsPage(texts, explanations) {
  const box = make("textarea", {
    id: "tried", rows: 2, dir: "auto", spellcheck: false, placeholder: texts.placeholder,
    oninput: () => set({ text: box.value }),
  });
  const trials = [order(texts), padding(texts), mute(texts), explaining(texts, explanations)];
  const element = make(
    "div.page", { id: "experiments" },
    make("div.writing", make("label", { for: "tried" }, texts.review), box), trials.map((one) => one.element),
  );
  on("text", (text) => {
    if (box.value !== text) box.value = text;
  });
  on(["text", "model"], () => { // what was predicted was of another text or model
    const { order, padding, mute } = state;
    set(mapped({ order, padding, mute }, (one) => (one.guess ? { ...one, guess: null } : one)));
  });
  onPage("experiments", ["text", "model"], () => trials.forEach((one) => one.ask()));

  function shown() {
    const [order, padding, mute, explain] = trials.map((one) => one.shown());
    const data = { text: state.text, model: state.model, order, padding, mute, explain };
    return { table: explain && explanationTable(explain), data };
  }
  return { element, shown };
}

// Sets something in an experiment, of which nothing is predicted then.
const change = (name, settings) => set({ [name]: { ...state[name], guess: null, ...settings } });

// Buttons of which one is pressed, in a group. chosen(key): called at every press. now(): the key that is
// pressed.
function setting(name, title, labels, now, chosen) {
  const button = (text, key) => make("button.choice", { onclick: () => chosen(key) }, text);
  const buttons = mapped(labels, button);
  const press = () => {
    for (const key in buttons) buttons[key].ariaPressed = key === now();
  };
  on(name, press);
  press();
  const group = (selector) => make(selector, { role: "group", "aria-label": title }, Object.values(buttons));
  return { buttons, group };
}

function order(texts) {
  const { again, control, end, shuffle, start, words: title } = texts.order;
  const labels = { shuffle: again, start, end };
  const { buttons, group } = setting("order", control, labels, () => state.order.arrangement, arrange);
  const words = make("p.shuffled", { "aria-label": title, role: "region", tabindex: 0, dir: "auto" });
  const key = scaleBar(texts.keys.same);
  key.show(texts.key, BEYOND, texts.keys.logOdds);
  const made = trial("order", experiments.order, texts, {
    controls: group("div.controls"),
    question: ({ arrangement, number }) => ({ arrangement, number }),
    stage: make("div.ordered", words, make("p.keys", key.element)),
    paint: (answer, revealed) => {
      const span = (word, i) => [wordOf(word, revealed && answer.added[i]), " "];
      words.replaceChildren(...answer.words.flatMap(span));
      key.element.hidden = !revealed;
    },
  });
  onTheme(made.draw);
  on("order", ({ arrangement }) => {
    buttons.shuffle.textContent = arrangement === "shuffle" ? again : shuffle;
  });

  function arrange(arrangement) {
    const next = arrangement === state.order.arrangement && arrangement === "shuffle" ? 1 : 0;
    change("order", { arrangement, number: (state.order.number + next) % SHUFFLES });
  }
  return made;
}

// A word, in the colour of what it added once that may be seen (else false).
function wordOf(word, added) {
  const span = make("span", make("bdi", label(word)));
  if (added === false) return span;
  colour(span, onScale(added / MOST));
  span.title = signed(added);
  return span;
}

function padding(texts) {
  const own = texts.padding;
  const turn = (side) => change("padding", { side });
  const { group } = setting("padding", own.side, own.sides, () => state.padding.side, turn);
  const slider = make("input", {
    type: "range", min: 0, max: PADS - 1, value: state.padding.stop, "aria-label": own.number,
    oninput: explore,
  });
  const told = make("output");
  const row = make("div.strip", { "aria-hidden": "true" }, make("i.words"), make("i.pads"));
  const counts = make("p.counts");
  on("padding", ({ stop }) => (slider.value = stop));

  // Before the reveal this changes what is asked, after it what is seen.
  function explore() {
    const { guess } = state.padding;
    change("padding", { stop: Number(slider.value), guess: guess && SEEN });
  }

  return trial("padding", experiments.padding, texts, {
    controls: make("div.controls", group("div"), make("div.slide", slider, told)),
    question: ({ side }) => ({ side }),
    stage: make("div", row, counts),
    paint: ({ length, pads, words }) => {
      const { side, stop } = state.padding;
      slider.max = pads.length - 1;
      const padded = pads[stop];
      const names = [counted(own.words, words), counted(own.pads, padded)];
      told.textContent = slider.ariaValueText = names[1];
      [length, padded].forEach((long, i) => (row.children[i].style.flexGrow = long));
      row.dataset.side = counts.dataset.side = side;
      counts.replaceChildren(...names.map((name) => make("span", name)));
    },
  });
}

function mute(texts) {
  const { control, readers } = texts.mute;
  const choose = (reader) => change("mute", { reader });
  const { buttons, group } = setting("mute", control, readers, () => state.mute.reader, choose);
  return trial("mute", experiments.mute, texts, {
    controls: group("div.controls"),
    arrived: ({ muted }) => { // a model with one reader offers that one
      for (const [key, button] of Object.entries(buttons)) button.hidden = !(key in muted);
      if (!(state.mute.reader in muted)) choose(Object.keys(muted)[0]);
    },
  });
}
