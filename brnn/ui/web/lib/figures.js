// Figure templates (brnn/figures/templates.py) and the numbers of an answer → figures for Plotly.
import { mapped } from "./numbers.js";

// A value that is a slot alone, "{logits}", becomes the value of that name; a slot within a text
// becomes text. Plotly's own "%{x:+.2f}" is no slot.
export function fillSlots(template, values) {
  if (Array.isArray(template)) return template.map((part) => fillSlots(part, values));
  if (template !== null && typeof template === "object") {
    return mapped(template, (part) => fillSlots(part, values));
  }
  if (typeof template !== "string") return template;
  const valueOf = (name) => {
    if (!(name in values)) throw new Error(`no value for {${name}}`);
    return values[name];
  };
  const alone = template.match(/^\{(\w+)\}$/);
  return alone ? valueOf(alone[1]) : template.replace(/(?<!%)\{(\w+)\}/g, (_, name) => String(valueOf(name)));
}
