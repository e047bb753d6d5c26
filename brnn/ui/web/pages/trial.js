// One experiment: a control, a prediction, and the result once somebody has predicted.
import { Chart } from "../lib/chart.js";
import { make, speak, write } from "../lib/dom.js";
import { received, verdictWords } from "../lib/experiments.js";
import { mapped } from "../lib/numbers.js";
import { latest } from "../lib/server.js";
import { on, set, state } from "../lib/store.js";
import { fill } from "../lib/texts.js";

// What every trial has: what it is about, with its controls; a note in place of an answer; what is shown.
export function trialFrame(name, { title, about }, ...controls) {
  const id = `${name}-title`;
  const note = make("p.note.message", { hidden: true });
  const shown = make("div.shown");
  const told = make("div.about", make("h2", { id }, title), make("p", about), controls, note);
  const element = make("section.trial", { "aria-labelledby": id, "data-trial": name }, told, shown);
  return { element, note, shown };
}

export const SEEN = "seen"; // a guess that was made in another setting; the result is shown already

// name: of the question, and of the record in `state` that says what is set and predicted. experiment: of
// lib/experiments.js. texts: of the page. controls: an element. question(record): what of it the server
// needs to know. stage: an element that is seen before and after; paint(answer, revealed) fills it.
// arrived(answer): called with every answer before it is shown.
export function trial(name, experiment, texts, { controls, question = () => ({}), stage, paint, arrived }) {
  const own = texts[name];
  let answer = null;
  let asking = null; // what the server was asked about
  const { element, note, shown } = trialFrame(name, own, controls);
  const asked = make("p.question", { id: `${name}-question` });
  const buttons = mapped(own.choices, (_, key) => make("button.guess", { onclick: () => predict(key) }));
  const said = make("p.said", { hidden: true });
  const sentence = make("p.sentence");
  const chart = new Chart();
  const result = make("div.result", { hidden: true }, chart.element, sentence);
  const before = make("p.note", texts.before);
  const choices = make("div.choices", { role: "group", "aria-labelledby": asked.id }, Object.values(buttons));
  shown.append(...[stage, make("div.prediction", asked, choices, said), before, result].filter(Boolean));

  const find = latest(name, (found) => {
    shown.hidden = found.kind !== name;
    const message = () => [texts.messages[found.about] ?? found.title, ...found.details].join(". ");
    write(note, shown.hidden ? message() : "");
    if (shown.hidden) return;
    answer = received(found);
    arrived?.(answer);
    draw();
  }, { newestOnly: true });

  const settings = () => question(state[name]);

  // What is shown is of another text, model or setting then.
  function ask() {
    answer = null;
    asking = JSON.stringify(settings());
    draw();
    find({ text: state.text, model: state.model, ...settings() });
  }

  function predict(key) {
    if (!answer) return;
    set({ [name]: { ...state[name], guess: key } });
    speak(`${said.textContent} ${sentence.textContent}`, sentence, 100);
  }

  function draw() {
    const { guess } = state[name];
    const revealed = Boolean(answer && guess);
    const words = answer && verdictWords(answer.logit, answer.logit, texts);
    if (answer) asked.textContent = fill(texts.question, words);
    for (const [key, button] of Object.entries(buttons)) {
      button.ariaPressed = revealed && key === guess;
      button.ariaDisabled = answer ? null : true; // until it is known what is chosen from
      if (answer) button.textContent = fill(own.choices[key], words);
    }
    result.hidden = !revealed;
    before.hidden = revealed;
    said.hidden = !revealed || guess === SEEN;
    if (answer) paint?.(answer, revealed);
    if (!revealed) return;
    const given = [answer, texts, state[name]];
    if (guess !== SEEN) {
      const right = experiment.result(...given) === guess;
      said.textContent = fill(right ? texts.right : texts.wrong, { choice: buttons[guess].textContent });
    }
    sentence.textContent = experiment.sentence(...given);
    chart.show({ figure: name, ...experiment.slots(...given) }, experiment.alternative(...given));
  }

  on(name, () => {
    const again = state.page === "experiments" && asking !== JSON.stringify(settings());
    (again ? ask : draw)();
  });

  // The result only once it is seen.
  function toSave() {
    const { guess, ...set } = state[name];
    return { settings: set, prediction: guess, result: guess ? answer : null };
  }
  return { element, ask, draw, shown: toSave };
}
