// Guessing first: the columns stay covered until a visitor has guessed, or asks for them.
import { make, speak, write } from "../../lib/dom.js";
import { ownSentence } from "../../lib/guesses.js";

// Called are turns(), which lets visitors guess first or no more, and uncovers().
export function guessFirst(texts, { turns, uncovers }) {
  const toggle = make("button.quiet.first", { onclick: turns });
  const field = make("input", {
    id: "own-guess", type: "text", maxlength: 40, autocomplete: "off", spellcheck: false,
  });
  const form = make(
    "form.riddle", { onsubmit: (event) => (event.preventDefault(), answer()) },
    make("p", texts.about), make("label", { for: "own-guess" }, texts.label), field,
    make("button.choice", { type: "submit" }, texts.guess),
    make("button.choice", { onclick: uncover }, texts.show),
  );
  const said = make("p.said.own", { hidden: true });
  let own = "";

  function answer() {
    if (!field.value.trim()) return field.focus();
    own = field.value;
    uncover();
  }

  function uncover() {
    field.value = "";
    uncovers();
  }

  // covered: whether somebody is to guess now. on: whether visitors guess first at all. all: GUESS.
  function show(picture, covered, on, all) {
    toggle.textContent = on ? texts.uncover : texts.cover;
    toggle.ariaPressed = on;
    form.hidden = !covered;
    if (covered || !on) own = ""; // it was for another word
    write(said, own && ownSentence(picture, own, all));
    if (!said.hidden) speak(said.textContent, said, 100);
  }

  return { toggle, form, said, show };
}
