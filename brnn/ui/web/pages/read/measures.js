// What the words of the lanes have as colour: one of three measures, and how far it agrees with the effect
// of deleting a word. What a word added is known with the reading; the others are asked for.
import { answersTo } from "../../lib/answers.js";
import { make, write } from "../../lib/dom.js";
import { laneValues, trustIn } from "../../lib/measures.js";
import { on, set, state } from "../../lib/store.js";

const SHORT = 60; // words

// texts: MEASURES of brnn/ui/texts/measures.py.
export function measures(texts, stage) {
  const answers = { deleted: answersTo("occlusion", recolour), gradients: answersTo("gradients", recolour) };
  const choose = () => set({ measure: field.value });
  const options = Object.entries(texts.of).map(([value, { name }]) => make("option", { value }, name));
  const field = make("select", { id: "measure", onchange: choose }, options);
  const said = make("span.said", { role: "status" });
  const trust = make("p.note");
  const choice = make("label", { for: "measure" }, texts.label);
  const element = make("div.measures", choice, field, said, trust);

  const question = ({ text, model }) => ({ text, model });

  // The lanes of a reading, see stage.js: without values until the answer about this very text is here.
  function of(reading) {
    const { measure } = state;
    const values = laneValues(reading, measure, answers[measure]?.of(question(reading)));
    return { ...texts.of[measure], values };
  }

  function show() {
    const { reading, measure, unit } = state;
    if (!reading?.words.length) return;
    const { values } = of(reading);
    const there = Object.keys(values).length > 0;
    field.hidden = Boolean(unit);
    const waiting = !there && answers[measure].of(question(reading)) === undefined;
    said.textContent = unit ? texts.unit : there ? "" : waiting ? texts.waiting : texts.failed;
    write(trust, unit ? "" : trustIn(reading, measure, texts));
  }

  function recolour() {
    const { reading } = state;
    if (reading?.words.length) stage.revalue(of(reading));
    show();
  }

  on("unit", show);
  on(["reading", "measure"], (_, key) => {
    const { reading, measure } = state;
    const typing = key === "reading"; // whose stage is drawn already
    field.value = measure;
    (typing ? show : recolour)();
    const asked = reading?.words.length ? question(reading) : null;
    // The effects in a short text are there at once; a longer one has to rest first.
    const slow = measure === "gradients" || reading?.words.length > SHORT;
    for (const [name, { ask }] of Object.entries(answers)) {
      ask(name === measure ? asked : null, typing && slow);
    }
  });
  return { element, of };
}
