// What can be typed and chosen in a step of the lesson: its text, an example, a model, the mirror image.
import { make } from "../lib/dom.js";
import { fill, modelName } from "../lib/texts.js";

// names: of models, as modelName needs them. What is called: reads(text) for what is typed, takes(text) for
// an example, picks(model), mirrors().
export function lessonControls(texts, names, { reads, takes, picks, mirrors }) {
  const box = make("input", {
    id: "lesson-text", type: "text", dir: "auto", spellcheck: false, maxlength: 2000,
    oninput: () => reads(box.value),
  });
  const examples = make("div.examples", { role: "group", "aria-label": texts.examples });
  const readBy = make("div.examples.read-by", { role: "group", "aria-label": texts.models });
  const mirror = make("button.quiet", { onclick: mirrors });
  const named = make("label", { for: "lesson-text" }, texts.text);
  const element = make("div.reading", named, box, examples, make("div.switches", readBy, mirror));

  // Those of another step. models: to choose from, with the kind of each.
  function show({ examples: given, shows }, models) {
    const example = (text) => make("button", { value: text, onclick: () => takes(text) }, text);
    const option = ([value, kind]) => make(
      "button", { value, disabled: models.length < 2, onclick: () => picks(value) },
      fill(texts.by, { name: modelName(value, names), kind }),
    );
    element.hidden = !given.length;
    examples.hidden = given.length < 2;
    examples.replaceChildren(...given.map(example));
    readBy.hidden = !models.length;
    readBy.replaceChildren(texts.models, ...models.map(option));
    mirror.hidden = shows !== "mirror";
  }

  // What is chosen among them; the buttons stay, so that the focus does.
  function press(text, model, mirrored) {
    if (box.value !== text) box.value = text;
    for (const button of examples.children) button.ariaPressed = button.value === text;
    for (const button of readBy.children) button.ariaPressed = button.value === model;
    mirror.textContent = mirrored ? texts.back : texts.mirrored;
    mirror.ariaPressed = mirrored;
  }

  // Presses the one after (by: 1) or before (−1) what is pressed; a single one, to be pressed or not, once.
  // Returns whether there was one.
  function lead(by) {
    const enabled = [...element.querySelectorAll("button:enabled")];
    const buttons = enabled.filter((button) => button.checkVisibility());
    const at = buttons.findIndex(({ ariaPressed }) => ariaPressed === "true");
    const next = buttons.length > 1 ? buttons[at + by] : by > 0 === at < 0 && buttons[0];
    if (next) next.click();
    return Boolean(next);
  }
  return { element, show, press, lead };
}
