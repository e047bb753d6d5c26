// What a state of the network holds, and how one of its units came to it.
import { make } from "../lib/dom.js";
import { signed } from "../lib/numbers.js";
import { equationsOf, heldBy, holdersOf, remarksOf, sumsOf } from "../lib/step.js";
import { table } from "../lib/table.js";
import { fill } from "../lib/texts.js";

// texts: STEP of brnn/ui/texts/step.py. choose(unit): looks into another unit.
export function stepCard(texts, choose) {
  const held = part("held", texts.held);
  const units = part("holders", texts.units);
  const heading = make("dt");
  const inside = make("dl.inside", heading);
  const element = make("div.methods.node", make("div", held.element, units.element), inside);

  let left = false; // whether the unit's button that had the focus was replaced

  // node: { reader, word }. picture: of lib/reading.js. answer: to "step"; null: `said` stands there instead.
  function show(node, picture, answer, said = "") {
    left ||= units.element.contains(document.activeElement);
    const { terms, notes } = heldBy(node, picture, texts.held);
    held.fill(terms.map(({ value, name }) => [value, name && make("small", name)]), notes);
    const { units: count, cell } = picture.settings;
    heading.textContent = "";
    while (heading.nextSibling) heading.nextSibling.remove();
    if (!answer) return units.fill([said], []);
    const { units: holders, others } = holdersOf(answer, count, texts.units);
    const { unit } = answer.step;
    units.fill([...holders.map((one) => holder(one, unit)), [others]], []);
    const value = holders.find((one) => one.unit === unit)?.value ?? signed(answer.evidence);
    heading.textContent = fill(texts.inside.name, { unit: unit + 1, value });
    const first = node.word === (node.reader === "forward" ? 0 : picture.words.length - 1);
    inside.append(
      make("dd", sumsTable(sumsOf(answer.step, texts.inside), count, texts.inside)),
      ...equationsOf(answer.step, cell, texts.lines).map((line) => make("dd.equation", line)),
      ...remarksOf(answer.step, first, texts.inside).map((remark) => make("dd.said", remark)),
    );
    const lost = left && document.activeElement === document.body;
    if (lost) units.element.querySelector("[aria-pressed=true]")?.focus();
    left = false;
  }

  function holder({ unit, value }, chosen) {
    const title = fill(texts.units.unit, { unit: unit + 1, value });
    const about = { title, "aria-label": title, "aria-pressed": String(unit === chosen) };
    const press = { ...about, onclick: () => choose(unit) };
    return [make("button.unit", press, make("small", String(unit + 1)), " ", value)];
  }

  return { element, show };
}

function part(kind, { name, title }) {
  const values = make("dd.values", { title });
  const said = make("dd.said");
  return {
    element: make(`dl.${kind}`, make("dt", { title }, name), values, said),
    fill(terms, notes) {
      values.replaceChildren(...terms.map((term) => make("span.term", term)));
      said.replaceChildren(...notes.map((note) => make("span.line", note)));
    },
  };
}

function sumsTable(rows, units, texts) {
  const means = rows.some(({ mean }) => mean);
  const head = ["", texts.word, texts.memory, texts.bias, texts.total, texts.value];
  const cells = ({ name, word, memory, bias, total, squash, value, mean }) => [
    name, word, memory, bias, `= ${total}`, make("span", make("small", squash), value),
    ...(means ? [mean] : []),
  ];
  if (means) head.push(fill(texts.mean, { units }));
  return table(texts.table, head, rows.map((row) => ({ cells: cells(row) })));
}
