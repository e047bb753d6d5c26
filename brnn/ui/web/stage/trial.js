// One experiment: a control, a prediction, and what comes of it once somebody has predicted.
import { Chart } from "../lib/chart.js";
import { fill, make, speak } from "../lib/dom.js";
import { latest } from "../lib/server.js";
import { state } from "../lib/store.js";

export class Trial {
  // texts: of the page. controls: an element. stage: what is seen before and after, if anything.
  // question(): what is asked besides text and model. outcome(value): { result, sentence } of what
  // the controls say; by default the answer's own. paint(value, revealed): fills the stage.
  constructor(name, texts, { controls, stage, question, outcome = (value) => value, paint }) {
    const own = texts[name];
    Object.assign(this, { texts, question, outcome, paint, value: null, choice: null });
    this.asked = make("p.question", { id: `${name}-question` });
    this.choices = make("div.choices", { role: "group", "aria-labelledby": `${name}-question` });
    this.said = make("p.said", { hidden: true });
    this.sentence = make("p.sentence");
    this.note = make("p.note.message", { hidden: true });
    this.chart = new Chart();
    this.result = make("div.result", { hidden: true }, this.chart.element, this.sentence);
    this.prediction = make("div.prediction", {}, this.asked, this.choices, this.said);
    this.before = make("p.note", {}, texts.before);
    this.shown = make("div.shown", {}, stage, this.prediction, this.before, this.result);
    this.element = make(
      "section.trial", { "aria-labelledby": `${name}-title`, "data-trial": name },
      make("div.about", {}, make("h2", { id: `${name}-title` }, own.title), make("p", {}, own.about), controls, this.note),
      this.shown,
    );
    const newest = (show) => (answer, question) => question === this.newest && show(answer);
    this.find = latest(name, newest((answer) => this.#show(answer)), newest(() => this.#message(texts.failed)));
  }

  // Asks anew: what was predicted and shown is of another text, model or setting.
  ask() {
    this.#forget();
    this.newest = { text: state.text, model: state.model, ...this.question() };
    this.find(this.newest);
  }

  // The control was moved: before the reveal that changes the question, after it what is seen.
  explore() {
    if (!this.value) return;
    this.said.hidden = true;
    this.repaint();
  }

  repaint() {
    if (!this.value) return;
    const revealed = this.choice !== null;
    this.paint(this.value, revealed);
    if (revealed) this.sentence.textContent = this.outcome(this.value).sentence;
  }

  #forget() {
    this.value = null;
    this.choice = null;
    this.said.hidden = true;
    this.result.hidden = true;
    this.before.hidden = false;
    for (const button of this.choices.children) {
      button.setAttribute("aria-pressed", "false");
      button.setAttribute("aria-disabled", "true"); // until it is known what is chosen from
    }
  }

  #show(answer) {
    if (answer.state === "message") return this.#message(answer);
    this.#forget();
    this.value = answer;
    this.note.hidden = true;
    this.prediction.hidden = this.shown.hidden = false;
    this.asked.textContent = fill(this.texts.question, { verdict: answer.verdict });
    this.#offer(answer.choices);
    this.repaint();
  }

  // Buttons stay where they are while their words change, so that the focus does.
  #offer(choices) {
    const keys = Object.keys(choices);
    if (this.choices.children.length !== keys.length) {
      this.choices.replaceChildren(...keys.map((key) => make("button.choice", { type: "button", "aria-pressed": "false", onclick: () => this.#choose(key) })));
    }
    keys.forEach((key, i) => {
      const button = this.choices.children[i];
      button.textContent = choices[key];
      button.removeAttribute("aria-disabled");
    });
  }

  #choose(key) {
    if (!this.value) return;
    const { value, texts } = this;
    const { result, sentence } = this.outcome(value);
    const keys = Object.keys(value.choices);
    this.choice = key;
    [...this.choices.children].forEach((button, i) => button.setAttribute("aria-pressed", String(keys[i] === key)));
    this.said.textContent = fill(key === result ? texts.right : texts.wrong, { choice: value.choices[key] });
    this.said.hidden = false;
    this.result.hidden = false;
    this.before.hidden = true;
    this.chart.show(value.figure, value.alternative);
    this.repaint();
    speak(`${this.said.textContent} ${sentence}`, 100);
  }

  #message({ title, details }) {
    this.#forget();
    this.note.textContent = [title, ...details].join(". ");
    this.note.hidden = false;
    this.prediction.hidden = this.shown.hidden = true;
  }
}
