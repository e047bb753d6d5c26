// One experiment: a control, a prediction, and the result once somebody has predicted.
import { Chart } from "../lib/chart.js";
import { make, speak, write } from "../lib/dom.js";
import { received, verdictWords } from "../lib/experiments.js";
import { mapped } from "../lib/numbers.js";
import { latest } from "../lib/server.js";
import { state } from "../lib/store.js";
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

// name: of the question. experiment: of lib/experiments.js. texts: of the page. controls: an element.
// choice(): what they say. question(): what of that the server needs to know. stage: an element that is
// seen before and after; paint(answer, revealed) fills it.
//
// ask() asks anew: what was predicted and shown is of another text, model or setting. again() asks for
// another prediction on the same answer. explore(): the control was moved; before the reveal that
// changes the question, after it what is seen.
export function trial(name, experiment, texts, { controls, choice, question = () => ({}), stage, paint }) {
  const own = texts[name];
  let answer = null;
  let revealed = false;
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
    again();
  }, { newestOnly: true });

  function ask() {
    answer = null;
    again();
    find({ text: state.text, model: state.model, ...question() });
  }

  function again() {
    reveal(false);
    const words = answer && verdictWords(answer.logit, answer.logit, texts);
    if (answer) asked.textContent = fill(texts.question, words);
    for (const [key, button] of Object.entries(buttons)) {
      button.ariaPressed = false;
      button.ariaDisabled = answer ? null : true; // until it is known what is chosen from
      if (answer) button.textContent = fill(own.choices[key], words);
    }
    repaint();
  }

  function reveal(now) {
    revealed = now;
    said.hidden = result.hidden = !now;
    before.hidden = now;
  }

  function predict(key) {
    if (!answer) return;
    const right = experiment.result(answer, texts, choice()) === key;
    for (const name in buttons) buttons[name].ariaPressed = name === key;
    said.textContent = fill(right ? texts.right : texts.wrong, { choice: buttons[key].textContent });
    reveal(true);
    repaint();
    speak(`${said.textContent} ${sentence.textContent}`, 100);
  }

  function explore() {
    said.hidden = true;
    repaint();
  }

  function repaint() {
    if (!answer) return;
    paint?.(answer, revealed);
    if (!revealed) return;
    const given = [answer, texts, choice()];
    sentence.textContent = experiment.sentence(...given);
    chart.show({ figure: name, ...experiment.slots(...given) }, experiment.alternative(...given));
  }

  return { element, ask, again, explore, repaint };
}
