// A list of the units of both readers, so that a keyboard reaches each.
import { make } from "../../lib/dom.js";
import { signed } from "../../lib/numbers.js";
import { on, set, state } from "../../lib/store.js";
import { fill } from "../../lib/texts.js";

const REST = 350; // milliseconds without a new text after which the list is made anew

export function unitPicker({ arrows, unit: { picker: { label, none, option } } }) {
  const select = make("select.units", { "aria-label": label, title: label, onchange: choose });
  let timer;

  function choose() {
    const [reader, unit] = select.value.split(" ");
    set({ unit: reader ? { reader, unit: Number(unit) } : null });
  }

  function list() {
    const units = (state.reading?.contributions ?? []).map(({ reader, unit, value }) => make(
      "option", { value: `${reader} ${unit}` },
      fill(option, { arrow: arrows[reader], unit: unit + 1, value: signed(value) }),
    ));
    select.replaceChildren(make("option", { value: "" }, none), ...units);
    mark();
  }

  function mark() {
    select.hidden = !state.reading?.words.length;
    select.value = state.unit ? `${state.unit.reader} ${state.unit.unit}` : "";
  }

  on("reading", () => {
    clearTimeout(timer);
    if (select.options.length < 2) list();
    else timer = setTimeout(list, REST); // hundreds of lines, not for every letter
  });
  on(["unit", "reading"], mark);
  return select;
}
