// A lane: the words as buttons, each in the colour of its value for a reader.
import { colouring, paint } from "../lib/colours.js";
import { make } from "../lib/dom.js";
import { signed } from "../lib/numbers.js";
import { MOST } from "../lib/scalebar.js";
import { keepButtons, pressOnly, walking } from "./walk.js";

export class Lane {
  colours = new WeakMap(); // those that the buttons have

  // lit(word or null): called when the keyboard goes to a word, or leaves.
  constructor(reader, lit) {
    this.element = make(`div.lane.${reader}`, { role: "group" });
    walking(this.element);
    this.element.addEventListener("focusin", (event) => {
      const word = this.placeOf(event.target);
      if (word >= 0 && event.target.matches(":focus-visible")) lit(word);
    });
    this.element.addEventListener("focusout", () => lit(null));
  }

  get buttons() {
    return this.element.children;
  }

  placeOf(button) {
    return [...this.buttons].indexOf(button);
  }

  // name: what the values are. words: [{ label, unknown }]. values: of each word; undefined: there are
  // none (yet).
  fill(name, words, values) {
    const { element, buttons } = this;
    if (element.ariaLabel !== name) element.ariaLabel = name;
    keepButtons(element, words.length, (attributes) => make("button.word", attributes, make("span")));
    words.forEach(({ label, unknown }, i) => {
      const button = buttons[i];
      const value = values && signed(values[i]);
      const said = [label, i + 1, value ?? []].flat().join(", ");
      if (button.firstChild.textContent !== label) button.firstChild.textContent = label;
      if (button.ariaLabel !== said) {
        button.ariaLabel = said;
        button.dataset.value = value ?? ""; // for paper, where colour may be missing
        const strength = Math.min(1, Math.abs(values?.[i] ?? 0) / MOST);
        button.style.setProperty("--strength", strength.toFixed(2));
      }
      button.classList.toggle("unknown", unknown);
    });
  }

  // values: −1 … 1 for each word; undefined: none has a colour.
  tint(values) {
    const colour = colouring();
    [...this.buttons].forEach((button, i) => {
      const found = colour(values?.[i] ?? 0);
      if (this.colours.get(button) === found) return;
      this.colours.set(button, found);
      paint(button, found);
    });
  }

  light(word) {
    this.element.querySelector(".lit")?.classList.remove("lit");
    this.buttons[word]?.classList.add("lit");
  }

  press(word) {
    pressOnly(this.element, word);
  }
}
