// The states of a drawn network as buttons, a row of them for each reader, each over the circle of its state.
import { make } from "../lib/dom.js";
import { fill } from "../lib/texts.js";
import { keepButtons, pressOnly, walking } from "./walk.js";

export class Nodes {
  constructor(reader) {
    this.reader = reader;
    this.element = make(`div.nodes.${reader}`, { role: "group" });
    walking(this.element);
  }

  // told: what the states show, as texts; undefined: nothing. y, radius: where they are, pixels.
  // texts: `nodes` of READ in brnn/ui/texts/read.py.
  fill(words, told, y, radius, texts) {
    const { element } = this;
    element.ariaLabel = texts.of[this.reader];
    keepButtons(element, words.length, (attributes) => make("button.node", attributes));
    Object.assign(element.style, { top: `${y - radius}px`, height: `${2 * radius}px` });
    words.forEach(({ label }, i) => {
      const value = told?.[i];
      const said = fill(texts[value ? "holds" : "after"], { word: label, place: i + 1, value });
      if (element.children[i].ariaLabel !== said) element.children[i].ariaLabel = said;
    });
  }

  placeOf(button) {
    return [...this.element.children].indexOf(button);
  }

  press(word) {
    pressOnly(this.element, word);
  }
}
