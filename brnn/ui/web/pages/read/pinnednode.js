// A state of the network that was pressed: what it holds, and what happened inside one of its units.
import { answersTo } from "../../lib/answers.js";
import { nodeOf } from "../../lib/network.js";
import { on, set, state } from "../../lib/store.js";
import { stepCard } from "../../stage/step.js";

export const STRONGEST = -1; // instead of a unit: see brnn/ui/answers/step.py

export function pinnedNode({ step: texts, waiting }) {
  const card = stepCard(texts, (unit) => set({ unit: { reader: nodeOf(state).reader, unit } }));
  const answers = answersTo("step", show);

  function question() {
    const node = nodeOf(state);
    if (!node) return null;
    const { text, model } = state.reading;
    return { text, model, ...node, unit: state.unit?.unit ?? STRONGEST };
  }

  function show() {
    const asked = question();
    card.element.hidden = !asked;
    if (!asked) return;
    const answer = answers.of(asked);
    const found = answer?.kind === "step" ? answer : null;
    card.show(asked, state.reading, found, answer === undefined ? waiting : texts.failed);
  }

  on(["node", "pinned", "unit", "view", "reading"], (_, key) => {
    show();
    answers.ask(question(), key === "reading");
  });
  show();
  return card.element;
}
