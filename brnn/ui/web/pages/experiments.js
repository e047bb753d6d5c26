// The Experiments page: order, padding, mute. Visitors predict the result before they see it.
import { onScale, onTheme, paint as colour } from "../lib/colours.js";
import { make } from "../lib/dom.js";
import * as experiments from "../lib/experiments.js";
import { mapped, signed } from "../lib/numbers.js";
import { BEYOND, MOST, scaleBar } from "../lib/scalebar.js";
import { on, onPage, set } from "../lib/store.js";
import { counted, label } from "../lib/texts.js";
import { explaining } from "./explain.js";
import { trial } from "./trial.js";

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
  onPage("experiments", ["text", "model"], () => trials.forEach((one) => one.ask()));
  return { element };
}

// Buttons of which one is pressed, in a group. chosen(key): called at every press.
function setting(title, labels, first, chosen) {
  const button = (name, key) => make("button.choice", { onclick: () => (press(key), chosen(key)) }, name);
  const buttons = mapped(labels, button);
  const press = (key) => {
    for (const name in buttons) buttons[name].ariaPressed = name === key;
  };
  press(first);
  const group = (selector) => make(selector, { role: "group", "aria-label": title }, Object.values(buttons));
  return { buttons, press, group };
}

function order(texts) {
  const { again, control, end, shuffle, start, words: title } = texts.order;
  let choice = { arrangement: "shuffle", number: 0 };
  let shuffles = 1; // how many there are, once that is known
  const { buttons, group } = setting(control, { shuffle: again, start, end }, "shuffle", arrange);
  const words = make("p.shuffled", { "aria-label": title, role: "region", tabindex: 0, dir: "auto" });
  const key = scaleBar(texts.keys.same);
  key.show(texts.key, BEYOND, texts.keys.logOdds);
  const made = trial("order", experiments.order, texts, {
    controls: group("div.controls"),
    choice: () => choice,
    question: () => choice,
    stage: make("div.ordered", words, make("p.keys", key.element)),
    paint: (answer, revealed) => {
      shuffles = answer.shuffles.length;
      const span = (word, i) => [wordOf(word, revealed && answer.added[i]), " "];
      words.replaceChildren(...answer.words.flatMap(span));
      key.element.hidden = !revealed;
    },
  });
  onTheme(made.repaint);

  function arrange(arrangement) {
    const next = arrangement === choice.arrangement && arrangement === "shuffle" ? 1 : 0;
    choice = { arrangement, number: (choice.number + next) % shuffles };
    buttons.shuffle.textContent = arrangement === "shuffle" ? again : shuffle;
    made.ask();
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
  let side = "after";
  const { group } = setting(own.side, own.sides, side, turn);
  const slider = make("input", {
    type: "range", min: 0, max: 16, value: 12, "aria-label": own.number, oninput: () => made.explore(),
  });
  const told = make("output");
  const row = make("div.strip", { "aria-hidden": "true" }, make("i.words"), make("i.pads"));
  const counts = make("p.counts");
  const made = trial("padding", experiments.padding, texts, {
    controls: make("div.controls", group("div"), make("div.slide", slider, told)),
    choice: () => ({ stop: Number(slider.value) }),
    question: () => ({ side }),
    stage: make("div", row, counts),
    paint: ({ length, pads, words }) => {
      slider.max = pads.length - 1;
      const padded = pads[slider.value];
      const names = [counted(own.words, words), counted(own.pads, padded)];
      told.textContent = slider.ariaValueText = names[1];
      [length, padded].forEach((long, i) => (row.children[i].style.flexGrow = long));
      row.dataset.side = counts.dataset.side = side;
      counts.replaceChildren(...names.map((name) => make("span", name)));
    },
  });

  function turn(key) {
    if (side === key) return;
    side = key;
    made.ask();
  }
  return made;
}

function mute(texts) {
  let reader = "forward";
  const { buttons, group, press } = setting(texts.mute.control, texts.mute.readers, reader, (key) => {
    reader = key;
    made.again();
  });
  const made = trial("mute", experiments.mute, texts, {
    controls: group("div.controls"),
    choice: () => ({ reader }),
    paint: ({ muted }) => {
      // A model with one reader offers that one.
      for (const [key, button] of Object.entries(buttons)) button.hidden = !(key in muted);
      if (!(reader in muted)) press((reader = Object.keys(muted)[0]));
    },
  });
  return made;
}
