// What stands beside the rows of a stage, and stays where it is when the words scroll: their titles,
// the arrows of the lanes, the ticks of the evidence, the numbers of the units.
import { make } from "../lib/dom.js";
import { given } from "../lib/given.js";
import { thinned } from "../lib/layout.js";
import { fill } from "../lib/texts.js";

const TICK = 12; // pixels that a tick needs
const TITLE = 17; // pixels from the top of a title to its row
const NUMBER = 11; // pixels that the number of a unit needs

export class Margins {
  units = make("div.numbers");
  gutter = make("div.gutter", { "aria-hidden": "true" });
  titles = make("div.titles", { "aria-hidden": "true" });

  // arrows: [text, y] each. axis: { range, ticks }, of the row of the evidence. width: that is seen of
  // the words. scale: of the letters.
  draw(picture, rows, axis, arrows, width, scale) {
    const { look, look: { narrow } } = given;
    const evidenceRow = rows.find(({ name }) => name === "evidence");
    const isNarrow = width < narrow.width * scale;
    const isTiny = width < narrow.tiny * scale;
    this.titles.replaceChildren(...rows.map(({ name, top }) => {
      const evidence = name === "evidence";
      const title = evidence && isNarrow ? narrow.title : titleOf(picture, name, isTiny ? narrow : look);
      const key = evidence && keyOf(picture, isNarrow, isTiny);
      const style = `top:${top - TITLE * scale}px`;
      return make("p", { style }, make("span", title), key && make("span.key", key));
    }));
    this.gutter.replaceChildren(
      ...arrows.map(([arrow, y]) => make("b", { style: `top:${y}px` }, arrow)),
      ...(evidenceRow ? ticksOf(axis, evidenceRow, TICK * scale) : []),
      this.units,
    );
  }

  // Numbers the rows of the memories, as many as there is room for, and always that of the pinned unit,
  // { reader, unit } or null.
  number({ states }, rows, scale, pinned) {
    this.units.replaceChildren(...rows.flatMap(({ name, top, bottom }) => {
      const { units = [] } = states?.[name] ?? {};
      const each = (bottom - top) / units.length;
      const every = Math.max(1, Math.ceil((NUMBER * scale) / each));
      const at = pinned?.reader === name ? units.indexOf(pinned.unit) : -1;
      const styleOf = (place) => `top:${top + (place + 0.5) * each}px`;
      const fits = (place) => place % every === 0 && (at < 0 || Math.abs(place - at) >= every);
      const shown = ({ place }) => place === at || fits(place);
      return units.map((unit, place) => ({ unit, place })).filter(shown).map(({ unit, place }) => (
        make(place === at ? "small.chosen" : "small", { style: styleOf(place) }, `${unit + 1}`)
      ));
    }));
  }
}

function titleOf({ titles, states, settings }, name, from) {
  const { look } = given;
  if (titles?.[name] || !states?.[name]) return titles?.[name] ?? look.titles[name];
  const [shown, units] = [states[name].units.length, settings.units];
  const counted = fill(look.units[shown === units ? "all" : "some"], { shown, units });
  return fill(from.titles[name], { units: counted });
}

// isNarrow: whether there is room for the lines of the readers only; isTiny: not even for their names, but
// their marks point in the readers' directions.
function keyOf({ key, readers, means }, isNarrow, isTiny) {
  const keys = readers.map((name) => given.look.lines[name].key);
  if (!isNarrow && readers.some((reader) => means?.[reader])) keys.push(given.look.average);
  return key ?? (isTiny ? keys.map((line) => line.split(" ")[0]) : keys).join("    ");
}

function ticksOf({ range: [low, high], ticks }, { top, bottom }, least) {
  const each = (bottom - top) / (high - low); // pixels of a log-odd
  const apart = Math.abs(ticks[1].value - ticks[0].value) * each;
  const style = (value) => `top:${bottom - (value - low) * each}px`;
  return thinned(ticks, apart, least).map(({ value, text }) => make("span", { style: style(value) }, text));
}
