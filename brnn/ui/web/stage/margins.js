// What stands beside the rows of a stage, and stays where it is when the words scroll: their titles,
// the arrows of the lanes, the ticks of the evidence.
import { make } from "../lib/dom.js";
import { given } from "../lib/given.js";
import { thinned } from "../lib/layout.js";
import { fill } from "../lib/texts.js";

const TICK = 12; // pixels that a tick needs
const TITLE = 17; // pixels from the top of a title to its row

export class Margins {
  gutter = make("div.gutter", { "aria-hidden": "true" });
  titles = make("div.titles", { "aria-hidden": "true" });

  // arrows: [text, y] each. axis: { range, ticks }, of the row of the evidence. width: that is seen of
  // the words. scale: of the letters.
  draw(picture, rows, axis, arrows, width, scale) {
    const { narrow } = given.look;
    const isNarrow = width < narrow.width * scale;
    this.titles.replaceChildren(...rows.map(({ name, top }) => {
      const evidence = name === "evidence";
      const title = evidence && isNarrow ? narrow.title : titleOf(picture, name);
      const key = evidence && keyOf(picture);
      const style = `top:${top - TITLE * scale}px`;
      return make("p", { style }, make("span", title), key && make("span.key", key));
    }));
    this.gutter.replaceChildren(
      ...arrows.map(([arrow, y]) => make("b", { style: `top:${y}px` }, arrow)),
      ...ticksOf(axis, rows.find(({ name }) => name === "evidence"), TICK * scale),
    );
  }
}

function titleOf({ titles, states, settings }, name) {
  const { look } = given;
  if (titles?.[name] || !states?.[name]) return titles?.[name] ?? look.titles[name];
  const [shown, units] = [states[name].units.length, settings.units];
  const counted = fill(look.units[shown === units ? "all" : "some"], { shown, units });
  return fill(look.titles[name], { units: counted });
}

const keyOf = ({ key, readers }) => key ?? readers.map((name) => given.look.lines[name].key).join("    ");

function ticksOf({ range: [low, high], ticks }, { top, bottom }, least) {
  const each = (bottom - top) / (high - low); // pixels of a log-odd
  const apart = Math.abs(ticks[1].value - ticks[0].value) * each;
  const style = (value) => `top:${bottom - (value - low) * each}px`;
  return thinned(ticks, apart, least).map(({ value, text }) => make("span", { style: style(value) }, text));
}
