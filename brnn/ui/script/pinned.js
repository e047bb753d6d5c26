// What is pinned: a word with its numbers side by side, or a unit's card.
import { make } from "./dom.js";
import { on, state } from "./store.js";

export function pinned(texts) {
  const hint = make("p.note", {}, texts.hint);
  const element = make("div.pinned", { role: "region", "aria-label": texts.region }, hint);
  return { element };
}
