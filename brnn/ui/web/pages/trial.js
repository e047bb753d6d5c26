// One experiment: a control, a prediction, and the result once somebody has predicted.
import { Chart } from "../lib/chart.js";
import { fill, make, speak } from "../lib/dom.js";
import { received, verdictWords } from "../lib/experiments.js";
import { figureOf } from "../lib/figures.js";
import { latest } from "../lib/server.js";
import { state } from "../lib/store.js";

export class Trial {
  // name: of the question; its experiment is in lib/experiments.js. texts: of the page. controls: an
  // element. choice(): what they say. question(): what of that the server needs to know.
  // stage: an element that is seen before and after; paint(answer, revealed) fills it.
  constructor(name, experiment, texts, { controls, choice, question = () => ({}), stage, paint }) {
    Object.assign(this, { name, experiment, texts, choice, question, paint });
    this.answer = this.predicted = null;
    const own = texts[name];
    this.asked = make("p.question", { id: `${name}-question` });
    const button = (key) =>
      make("button.guess", { type: "button", "aria-pressed": "false", onclick: () => this.#predict(key) });
    this.buttons = Object.fromEntries(Object.keys(own.choices).map((key) => [key, button(key)]));
    this.said = make("p.said", { hidden: true });
    this.sentence = make("p.sentence");
    this.note = make("p.note.message", { hidden: true });
    this.chart = new Chart();
    this.result = make("div.result", { hidden: true }, this.chart.element, this.sentence);
    this.before = make("p.note", {}, texts.before);
    this.shown = make(
      "div.shown", {}, stage,
      make(
        "div.prediction", {}, this.asked,
        make("div.choices", { role: "group", "aria-labelledby": this.asked.id }, Object.values(this.buttons)),
        this.said,
      ),
      this.before, this.result,
    );
    this.element = make(
      "section.trial", { "aria-labelledby": `${name}-title`, "data-trial": name },
      make(
        "div.about", {},
        make("h2", { id: `${name}-title` }, own.title), make("p", {}, own.about), controls, this.note,
      ),
      this.shown,
    );
    const newest = (show) => (answer, question) => question === this.newest && show(answer);
    const failed = newest(() => this.#message(texts.failed));
    this.find = latest(name, newest((answer) => this.#show(answer)), failed);
  }

  // Asks anew: what was predicted and shown is of another text, model or setting.
  ask() {
    this.#forget();
    this.answer = null;
    this.newest = { text: state.text, model: state.model, ...this.question() };
    this.find(this.newest);
  }

  // Asks for another prediction on the same answer.
  again() {
    this.#forget();
    if (this.answer) this.#offer();
  }

  // The control was moved: before the reveal that changes the question, after it what is seen.
  explore() {
    this.said.hidden = true;
    this.repaint();
  }

  repaint() {
    if (!this.answer) return;
    const { answer, experiment, texts } = this;
    const revealed = this.predicted !== null;
    this.paint?.(answer, revealed);
    if (!revealed) return;
    const given = [answer, texts, this.choice()];
    this.sentence.textContent = experiment.sentence(...given);
    this.chart.show(figureOf(this.name, experiment.slots(...given)), experiment.alternative(...given));
  }

  #forget() {
    this.predicted = null;
    this.said.hidden = true;
    this.result.hidden = true;
    this.before.hidden = false;
    for (const button of Object.values(this.buttons)) {
      button.setAttribute("aria-pressed", "false");
      button.setAttribute("aria-disabled", "true"); // until it is known what is chosen from
    }
  }

  #show(answer) {
    if (answer.kind !== this.name) return this.#message(answer);
    this.answer = received(answer);
    this.note.hidden = true;
    this.shown.hidden = false;
    this.again();
  }

  #offer() {
    const { answer: { logit }, texts } = this;
    const words = verdictWords(logit, logit, texts);
    this.asked.textContent = fill(texts.question, words);
    for (const [key, button] of Object.entries(this.buttons)) {
      button.textContent = fill(texts[this.name].choices[key], words);
      button.removeAttribute("aria-disabled");
    }
    this.repaint();
  }

  #predict(key) {
    if (!this.answer) return;
    const { answer, buttons, experiment, texts } = this;
    const right = experiment.result(answer, texts, this.choice()) === key;
    this.predicted = key;
    for (const name in buttons) buttons[name].setAttribute("aria-pressed", String(name === key));
    this.said.textContent = fill(right ? texts.right : texts.wrong, { choice: buttons[key].textContent });
    this.said.hidden = false;
    this.result.hidden = false;
    this.before.hidden = true;
    this.repaint();
    speak(`${this.said.textContent} ${this.sentence.textContent}`, 100);
  }

  #message({ about, title, details }) {
    this.#forget();
    this.note.textContent = [this.texts.messages[about] ?? title, ...details].join(". ");
    this.note.hidden = false;
    this.shown.hidden = true;
  }
}
