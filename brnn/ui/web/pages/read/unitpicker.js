// A list of the units of both readers, so that a keyboard reaches each.
import { make } from "../../lib/dom.js";
import { signed } from "../../lib/numbers.js";
import { on, set, state } from "../../lib/store.js";
import { fill } from "../../lib/texts.js";

export function unitPicker({ arrows, unit: { picker: { label, none, option } } }) {
  const select = make("select.units", {
    "aria-label": label, title: label, onchange: choose, onpointerdown: list, onfocus: list,
  });
  let listed; // the reading whose units all have a line

  function choose() {
    const [reader, unit] = select.value.split(" ");
    set({ unit: reader ? { reader, unit: Number(unit) } : null });
  }

  // Hundreds of lines are made when somebody reaches for them, not for every text.
  function list() {
    if (listed === state.reading) return;
    listed = state.reading;
    show();
  }

  function show() {
    const { reading, unit: chosen } = state;
    const all = reading === listed;
    const units = (reading?.contributions ?? []).filter(({ reader, unit }) => (
      all || (reader === chosen?.reader && unit === chosen.unit)
    ));
    const lines = units.map(({ reader, unit, value }) => make(
      "option", { value: `${reader} ${unit}` },
      fill(option, { arrow: arrows[reader], unit: unit + 1, value: signed(value) }),
    ));
    select.replaceChildren(make("option", { value: "" }, none), ...lines);
    select.hidden = !reading?.words.length;
    select.value = chosen ? `${chosen.reader} ${chosen.unit}` : "";
  }

  on(["unit", "reading"], () => {
    if (document.activeElement === select) listed = state.reading;
    show();
  });
  return select;
}
