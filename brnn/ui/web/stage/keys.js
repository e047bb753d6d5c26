// What the colours of a stage mean: those of its words, and those of its memories or states.
import { make } from "../lib/dom.js";
import { BEYOND, scaleBar } from "../lib/scalebar.js";
import { mostOf } from "./network.js";

const STATE = ["−1", "+1"];

export class Keys {
  // texts: KEYS of brnn/ui/texts/measures.py.
  constructor(texts) {
    this.texts = texts;
    this.words = scaleBar(texts.same);
    this.states = scaleBar(texts.state);
    this.element = make("p.keys", { "aria-hidden": "true" }, this.words.element, this.states.element);
  }

  // picture, view and tints of the stage: see stage.js.
  show({ lanes: { key, values }, evidence, states, held: what }, view, tints) {
    const { words, states: held, texts } = this;
    words.element.hidden = !tints && !Object.keys(values).length; // then they have no colour
    if (tints) words.show(texts.unit, STATE);
    else words.show(key, BEYOND, texts.logOdds);
    held.element.hidden = view === "network" ? Boolean(tints) : !states;
    if (view !== "network") return held.show(texts.memory, STATE);
    if (what) return held.show(what.name, what.ends, what.unit, what.from);
    const most = mostOf(evidence).toFixed(1);
    held.show(texts.evidence, [`−${most}`, `+${most}`], texts.logOdds);
  }
}
