// The Experiments page: order, padding, mute. What will happen is predicted before it is shown.
import { css, inkOn, onScale, onTheme } from "../lib/colours.js";
import { fill, make } from "../lib/dom.js";
import { signed } from "../lib/numbers.js";
import { on, set, state } from "../lib/store.js";
import { Trial } from "../stage/trial.js";

export function experimentsPage(texts) {
  const box = make("textarea", { id: "tried", rows: 2, dir: "auto", spellcheck: false, placeholder: texts.placeholder, oninput: () => set({ text: box.value }) });
  const trials = [order(texts), padding(texts), mute(texts)];
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

// A button of a few of which one is pressed.
function choice(label, pressed) {
  return make("button.choice", { type: "button", "aria-pressed": "false", onclick: pressed }, label);
}

function press(buttons, key) {
  for (const [name, button] of Object.entries(buttons)) button.setAttribute("aria-pressed", String(name === key));
}

function order(texts) {
  const own = texts.order;
  const shuffles = 20; // as many as brnn/ui/answers/experiments.py has
  let arrangement = "shuffle";
  let number = 0;
  const buttons = Object.fromEntries(["shuffle", "start", "end"].map((key) => [key, choice(own[key], () => arrange(key))]));
  const words = make("p.shuffled", { "aria-label": own.words, role: "region", tabindex: 0, dir: "auto" });
  const trial = new Trial("order", texts, {
    controls: make("div.controls", { role: "group", "aria-label": own.control }, Object.values(buttons)),
    stage: words,
    question: () => ({ arrangement, number }),
    paint: (value, revealed) => {
      words.replaceChildren(...value.words.flatMap((word, i) => [span(word, revealed ? value.added[i] : null, value.scale), " "]));
    },
  });
  onTheme(() => trial.repaint());

  function arrange(key) {
    if (key === "shuffle" && arrangement === "shuffle") number = (number + 1) % shuffles;
    arrangement = key;
    buttons.shuffle.textContent = key === "shuffle" ? own.again : own.shuffle;
    press(buttons, key);
    trial.ask();
  }
  buttons.shuffle.textContent = own.again;
  press(buttons, arrangement);
  return trial;
}

// A word, in the colour of what it added once that may be seen.
function span(word, added, scale) {
  const made = make("span", {}, make("bdi", {}, word));
  if (added === null) return made;
  const colour = onScale(added / scale);
  made.style.backgroundColor = css(colour);
  made.style.color = inkOn(colour);
  made.title = signed(added);
  return made;
}

function padding(texts) {
  const own = texts.padding;
  let side = "after";
  const sides = Object.fromEntries(Object.entries(own.sides).map(([key, label]) => [key, choice(label, () => turn(key))]));
  const slider = make("input", { type: "range", min: 0, max: 16, value: 12, step: 1, "aria-label": own.number, oninput: slide });
  const told = make("output");
  const row = make("div.strip", { "aria-hidden": "true" }, make("i.words"), make("i.pads"));
  const counts = make("p.counts");
  const trial = new Trial("padding", texts, {
    controls: make("div.controls", {}, make("div", { role: "group", "aria-label": own.side }, Object.values(sides)), make("div.slide", {}, slider, told)),
    stage: make("div", {}, row, counts),
    question: () => ({ side }),
    outcome: (value) => value.stops[slider.value],
    paint: (value, revealed) => {
      const { pads } = value.stops[slider.value];
      const both = [[counted(own.words, value.count), value.count], [counted(own.pads, pads), pads]];
      told.textContent = both[1][0];
      slider.setAttribute("aria-valuetext", told.textContent);
      both.forEach(([, many], i) => (row.children[i].style.flexGrow = many));
      row.dataset.side = counts.dataset.side = side;
      counts.replaceChildren(...both.map(([label]) => make("span", {}, label)));
      if (revealed) grow(value);
    },
  });

  // The readings with that many pads stand out in the figure.
  function grow(value) {
    const sizes = value.stops.map((_, i) => (i === Number(slider.value) ? 15 : 7));
    trial.chart.restyle({ "marker.size": [sizes, sizes] });
  }

  function slide() {
    trial.explore();
  }

  function turn(key) {
    if (side === key) return;
    side = key;
    press(sides, key);
    trial.ask();
  }
  press(sides, side);
  return trial;
}

function counted(forms, count) {
  return fill(forms[count === 1 ? 0 : 1], { count });
}

function mute(texts) {
  const own = texts.mute;
  let reader = "forward";
  const buttons = Object.fromEntries(Object.entries(own.readers).map(([key, label]) => [key, choice(label, () => silence(key))]));
  const trial = new Trial("mute", texts, {
    controls: make("div.controls", { role: "group", "aria-label": own.control }, Object.values(buttons)),
    question: () => ({ reader }),
    paint: (value) => {
      // A model with one reader offers that one.
      for (const [key, button] of Object.entries(buttons)) button.hidden = !value.readers.includes(key);
      reader = value.reader;
      press(buttons, reader);
    },
  });

  function silence(key) {
    reader = key;
    press(buttons, key);
    trial.ask();
  }
  press(buttons, reader);
  return trial;
}
