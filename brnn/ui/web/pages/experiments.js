// The Experiments page: order, padding, mute. Visitors predict the result before they see it.
import { css, inkOn, onScale, onTheme } from "../lib/colours.js";
import { make } from "../lib/dom.js";
import * as experiments from "../lib/experiments.js";
import { label } from "../lib/labels.js";
import { signed } from "../lib/numbers.js";
import { on, set, state } from "../lib/store.js";
import { explaining } from "./explain.js";
import { Trial } from "./trial.js";

export function experimentsPage(texts, explanations) {
  const box = make("textarea", {
    id: "tried", rows: 2, dir: "auto", spellcheck: false, placeholder: texts.placeholder,
    oninput: () => set({ text: box.value }),
  });
  const trials = [order(texts), padding(texts), mute(texts), explaining(texts, explanations)];
  const element = make(
    "div.page", { id: "experiments" },
    make("div.writing", {}, make("label", { for: "tried" }, texts.review), box),
    trials.map((trial) => trial.element),
  );
  let stale = true;

  function refresh() {
    if (box.value !== state.text) box.value = state.text;
    stale = true;
    shown();
  }

  function shown() {
    if (!stale || state.model === null || state.page !== "experiments") return;
    stale = false;
    for (const trial of trials) trial.ask();
  }
  on(["text", "model"], refresh);
  return { element, shown };
}

// Buttons of which one is pressed. chosen(key): called at every press.
function setting(labels, first, chosen) {
  const buttons = Object.fromEntries(Object.entries(labels).map(([key, label]) => (
    [key, make("button.choice", { type: "button", onclick: () => (press(key), chosen(key)) }, label)]
  )));
  const press = (key) => {
    for (const name in buttons) buttons[name].setAttribute("aria-pressed", String(name === key));
  };
  press(first);
  return { buttons, press, elements: Object.values(buttons) };
}

function order(texts) {
  const { again, control, end, shuffle, start, words: title } = texts.order;
  let choice = { arrangement: "shuffle", number: 0 };
  let shuffles = 1; // how many there are, once that is known
  const { buttons, elements } = setting({ shuffle: again, start, end }, "shuffle", arrange);
  const words = make("p.shuffled", { "aria-label": title, role: "region", tabindex: 0, dir: "auto" });
  const trial = new Trial("order", experiments.order, texts, {
    controls: make("div.controls", { role: "group", "aria-label": control }, elements),
    choice: () => choice,
    question: () => choice,
    stage: words,
    paint: (answer, revealed) => {
      const most = Math.max(...answer.added.map(Math.abs)) || 1;
      shuffles = answer.shuffles.length;
      const made = answer.words.map((word, i) => span(word, revealed && answer.added[i], most));
      words.replaceChildren(...made.flatMap((element) => [element, " "]));
    },
  });
  onTheme(() => trial.repaint());

  function arrange(arrangement) {
    const next = arrangement === choice.arrangement && arrangement === "shuffle" ? 1 : 0;
    choice = { arrangement, number: (choice.number + next) % shuffles };
    buttons.shuffle.textContent = arrangement === "shuffle" ? again : shuffle;
    trial.ask();
  }
  return trial;
}

// A word, in the colour of what it added once that may be seen (else false), most at the end of the scale.
function span(word, added, most) {
  const made = make("span", {}, make("bdi", {}, label(word)));
  if (added === false) return made;
  const colour = onScale(added / most);
  made.style.backgroundColor = css(colour);
  made.style.color = inkOn(colour);
  made.title = signed(added);
  return made;
}

function padding(texts) {
  const own = texts.padding;
  let side = "after";
  const { elements } = setting(own.sides, side, turn);
  const slider = make("input", {
    type: "range", min: 0, max: 16, value: 12, "aria-label": own.number, oninput: () => trial.explore(),
  });
  const told = make("output");
  const row = make("div.strip", { "aria-hidden": "true" }, make("i.words"), make("i.pads"));
  const counts = make("p.counts");
  const trial = new Trial("padding", experiments.padding, texts, {
    controls: make(
      "div.controls", {},
      make("div", { role: "group", "aria-label": own.side }, elements), make("div.slide", {}, slider, told),
    ),
    choice: () => ({ stop: Number(slider.value) }),
    question: () => ({ side }),
    stage: make("div", {}, row, counts),
    paint: ({ pads, words }) => {
      slider.max = pads.length - 1;
      const many = [words, pads[slider.value]];
      const names = [own.words, own.pads].map((forms, i) => experiments.counted(forms, many[i]));
      told.textContent = names[1];
      slider.setAttribute("aria-valuetext", names[1]);
      many.forEach((length, i) => (row.children[i].style.flexGrow = length));
      row.dataset.side = counts.dataset.side = side;
      counts.replaceChildren(...names.map((name) => make("span", {}, name)));
    },
  });

  function turn(key) {
    if (side === key) return;
    side = key;
    trial.ask();
  }
  return trial;
}

function mute(texts) {
  const { control, readers } = texts.mute;
  let reader = "forward";
  const { buttons, elements, press } = setting(readers, reader, (key) => {
    reader = key;
    trial.again();
  });
  const trial = new Trial("mute", experiments.mute, texts, {
    controls: make("div.controls", { role: "group", "aria-label": control }, elements),
    choice: () => ({ reader }),
    paint: ({ muted }) => {
      // A model with one reader offers that one.
      for (const [key, button] of Object.entries(buttons)) button.hidden = !(key in muted);
      if (!(reader in muted)) press((reader = Object.keys(muted)[0]));
    },
  });
  return trial;
}
