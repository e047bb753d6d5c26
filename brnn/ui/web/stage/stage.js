// The stage: two lanes of words, both memories, the evidence between them, over one word axis.
//
// Python makes the figure and every number in it; here it is laid out under lanes of real buttons.
// What follows the pointer or the playhead lies over the figure, which is never drawn again for it.
import { columnsFor } from "./columns.js";
import { css, inkOn, onScale, onTheme, template } from "../lib/colours.js";
import { fill, letterScale, make, signed } from "../lib/dom.js";
import { overview } from "./overview.js";
import { PLAIN, plotly } from "../lib/plotly.js";

const TOP = 18; // pixels over the first row of the figure, for its title
const TICK = 12; // pixels that a tick of the evidence needs
const GHOST = 0.22; // opacity of evidence that is not read yet
const SVG = "http://www.w3.org/2000/svg";
let stages = 0;

export class Stage {
  // texts: see brnn/ui/texts. on: what to do when a word or a unit is `lit`, `word` or `unit`
  // chosen; all optional: ({ lit(word or null), word(word), unit(reader, unit) })
  constructor(texts, on = {}) {
    this.texts = texts;
    this.on = on;
    this.value = null;
    this.zoom = 0;
    this.id = `stage-${++stages}`;
    this.lanes = { forward: this.#lane("forward"), backward: this.#lane("backward") };
    this.plot = make("div.plot", { role: "img" });
    this.marks = {
      column: make("i.mark.lit"),
      pin: make("i.mark.pin"),
      top: make("i.dim.top"),
      bottom: make("i.dim.bottom"),
      forward: make("i.head.forward"),
      backward: make("i.head.backward"),
    };
    this.sheet = make("div.sheet", {}, this.lanes.forward, this.plot, this.lanes.backward, Object.values(this.marks));
    this.scroller = make("div.scroller", { tabindex: -1 }, this.sheet);
    this.gutter = make("div.gutter", { "aria-hidden": "true" });
    this.titles = make("div.titles", { "aria-hidden": "true" });
    this.tip = make("div.tip", { hidden: true, "aria-hidden": "true" });
    this.frame = make("div.frame", {}, this.gutter, this.scroller, this.titles, this.tip);
    this.overview = overview(this.scroller);
    this.element = make("div.stage", {}, this.overview.element, this.frame);
    this.sheet.addEventListener("pointermove", (event) => this.#point(event));
    this.sheet.addEventListener("pointerleave", () => this.#leave());
    this.sheet.addEventListener("click", (event) => this.#click(event));
    this.scroller.addEventListener("scroll", () => this.overview.follow(), { passive: true });
    new ResizeObserver(() => this.#refit()).observe(this.element);
    onTheme(() => this.value && this.#draw());
  }

  // Draws a reading: the `stage` of the server's answer. Zoom and scroll stay while the words do.
  show(value) {
    const scrolled = this.scroller.scrollLeft;
    this.value = value;
    this.plot.setAttribute("aria-label", value.alternative);
    const drawn = this.#draw();
    this.scroller.scrollLeft = scrolled;
    return drawn;
  }

  // How many columns to a width, see columns.js.
  zoomTo(zoom) {
    if (this.zoom === zoom) return;
    const { scroller } = this;
    const middle = (scroller.scrollLeft + scroller.clientWidth / 2) / Math.max(1, this.sheet.clientWidth);
    this.zoom = zoom;
    if (!this.value) return;
    this.#draw();
    scroller.scrollLeft = middle * this.sheet.clientWidth - scroller.clientWidth / 2;
  }

  // Lights a word, counted from 0, everywhere; null: none.
  light(word) {
    this.lit = word;
    this.#mark(this.marks.column, word);
    for (const lane of Object.values(this.lanes)) {
      lane.querySelector(".lit")?.classList.remove("lit");
      if (word !== null) lane.children[word]?.classList.add("lit");
    }
  }

  pin(word) {
    this.pinned = word;
    this.#mark(this.marks.pin, word);
    for (const lane of Object.values(this.lanes)) {
      lane.querySelector("[aria-pressed=true]")?.setAttribute("aria-pressed", "false");
      if (word !== null) lane.children[word]?.setAttribute("aria-pressed", "true");
    }
  }

  // Shows what each reader has read after `read` words; null: all, and nobody reads.
  playAt(read) {
    const { column } = this.columns ?? {};
    if (!column) return;
    this.read = read;
    const words = this.value.words.length;
    const on = read !== null;
    const { top, bottom, forward, backward } = this.marks;
    const there = { forward: this.#readers.includes("forward"), backward: this.#readers.includes("backward") };
    top.hidden = forward.hidden = !on || !there.forward;
    bottom.hidden = backward.hidden = !on || !there.backward;
    this.element.classList.toggle("playing", on);
    const at = (on ? read : words) * column;
    const back = this.columns.width - at;
    top.style.transform = `translateX(${at}px)`;
    bottom.style.transform = `translateX(${back - this.columns.width}px)`;
    forward.style.transform = `translateX(${at}px)`;
    backward.style.transform = `translateX(${back}px)`;
    this.clips?.forEach(([reader, rect]) => {
      rect.setAttribute("x", reader === "forward" ? -50 : back);
      rect.setAttribute("width", reader === "forward" ? at + 50 : at + 50);
    });
    if (on && read > 0 && read < words) this.reveal(there.forward ? read - 1 : words - read);
  }

  // Scrolls as little as needed for a word to be seen.
  reveal(word) {
    const { column } = this.columns;
    const { scroller } = this;
    const [left, right] = [word * column, (word + 1) * column];
    if (left < scroller.scrollLeft) scroller.scrollLeft = left - column;
    else if (right > scroller.scrollLeft + scroller.clientWidth) scroller.scrollLeft = right + column - scroller.clientWidth;
  }

  // Colours the words of the lanes by other numbers than what they added: by reader, one in −1 … 1
  // for each word, and none for a reader that is not named; null: by their own. (A unit's memory.)
  colourBy(values) {
    this.tints = values;
    if (this.value) this.#tint();
  }

  focusWord(word, reader = "forward") {
    this.lanes[reader].children[word]?.focus();
  }

  get #readers() {
    return this.value.readers;
  }

  #lane(reader) {
    const lane = make(`div.lane.${reader}`, { role: "group" });
    lane.addEventListener("keydown", (event) => this.#keys(event, lane));
    lane.addEventListener("focusin", (event) => {
      const word = [...lane.children].indexOf(event.target);
      if (word >= 0 && event.target.matches(":focus-visible")) this.on.lit?.(word);
    });
    lane.addEventListener("focusout", () => this.on.lit?.(null));
    return lane;
  }

  #keys(event, lane) {
    const buttons = [...lane.children];
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation(); // these keys move the playhead elsewhere
    buttons[Math.max(0, Math.min(buttons.length - 1, to))]?.focus();
  }

  #refit() {
    if (this.value && this.#size !== this.size && this.element.clientWidth) this.#draw();
  }

  get #size() {
    return `${this.element.clientWidth} ${this.element.clientHeight} ${letterScale()}`;
  }

  #draw() {
    const { value, texts } = this;
    this.size = this.#size;
    const labels = value.words.map(({ label }) => label);
    const width = this.scroller.clientWidth;
    this.scale = letterScale();
    delete this.element.dataset.shown; // until it is drawn
    if (!width) return Promise.resolve(); // not on the page yet, or on one that is not shown
    this.columns = columnsFor(value.measured?.(width / this.scale) ?? labels, width, this.frame.clientHeight, this.zoom, this.scale);
    this.columns.width = Math.max(1, this.columns.column * labels.length);
    const { column, lane, words } = this.columns;
    const scrolls = this.columns.width > width + 1;
    this.overview.element.hidden = !scrolls;
    this.element.dataset.words = words;
    this.sheet.style.width = `${this.columns.width}px`;
    this.sheet.style.setProperty("--column", `${column}px`);
    this.sheet.style.setProperty("--lane", `${lane}px`);
    for (const [reader, element] of Object.entries(this.lanes)) {
      element.hidden = !this.#readers.includes(reader);
      element.setAttribute("aria-label", texts.lanes[reader]);
      this.#fillLane(element, reader);
    }
    this.#tint();
    const height = this.frame.clientHeight - this.#readers.length * lane - 12; // a scroll bar's
    this.plot.style.height = `${Math.max(120, height)}px`;
    if (scrolls) this.overview.draw(value, this.columns);
    this.light(this.lit ?? null);
    this.pin(this.pinned ?? null);
    this.playAt(this.read ?? null);
    return plotly.then((Plotly) => this.value === value && this.#drawPlot(Plotly));
  }

  #fillLane(lane, reader) {
    const { words, delta } = this.value;
    while (lane.children.length > words.length) lane.lastChild.remove();
    words.forEach(({ label, unknown }, i) => {
      let button = lane.children[i];
      if (!button) {
        button = make("button.word", { type: "button", "aria-pressed": "false" }, make("span"));
        lane.append(button);
      }
      const added = signed(delta[reader]?.[i] ?? 0);
      button.firstChild.textContent = label;
      button.classList.toggle("unknown", unknown);
      button.tabIndex = i === 0 ? 0 : -1;
      button.setAttribute("aria-label", `${label}, ${i + 1}, ${added}`);
    });
  }

  #tint() {
    const { delta, scale } = this.value;
    for (const reader of this.#readers) {
      [...this.lanes[reader].children].forEach((button, i) => {
        const colour = onScale(this.tints ? (this.tints[reader]?.[i] ?? 0) : delta[reader][i] / scale);
        button.style.backgroundColor = css(colour);
        button.style.color = inkOn(colour);
      });
    }
  }

  async #drawPlot(Plotly) {
    const { value } = this;
    const { figure } = value;
    const layout = {
      ...figure.layout,
      template: template(),
      annotations: [],
      width: this.columns.width,
      height: this.plot.clientHeight,
      margin: { l: 0, r: 0, t: TOP * this.scale, b: 0 },
    };
    for (const name of Object.keys(layout).filter((key) => /^[xy]axis/.test(key))) {
      layout[name] = { ...layout[name], showticklabels: false, ticks: "", fixedrange: true };
    }
    const rows = spaced(value.rows, layout.margin.t / (layout.height - layout.margin.t));
    for (const { axis, domain } of rows) if (axis) layout[axis].domain = domain;
    const thick = (line) => ({ ...line, line: { ...line.line, width: line.line.width * this.scale } });
    const lines = figure.data.filter(({ type }) => type === "scatter");
    const ghosts = lines.map((line) => ({ ...thick(line), name: "", opacity: GHOST }));
    const data = [...figure.data.filter((trace) => !lines.includes(trace)), ...ghosts, ...lines.map(thick)];
    await Plotly.react(this.plot, data, layout, { ...PLAIN, staticPlot: true });
    if (this.value !== value) return; // a newer one is about to be drawn
    this.#clip(lines.length);
    this.#rows(layout, rows);
    this.playAt(this.read ?? null);
    this.element.dataset.shown = this.value.text;
    this.element.dispatchEvent(new CustomEvent("drawn"));
  }

  // Lets the lines of the evidence be cut off where a reader is; their ghosts stay whole.
  #clip(count) {
    const svg = this.plot.querySelector(".main-svg");
    svg.querySelector("defs.own")?.remove();
    const defs = document.createElementNS(SVG, "defs");
    defs.setAttribute("class", "own");
    svg.prepend(defs);
    const traces = [...this.plot.querySelectorAll(".scatterlayer .trace")].slice(-count);
    this.clips = this.#readers.map((reader, i) => {
      const clip = document.createElementNS(SVG, "clipPath");
      clip.id = `${this.id}-${reader}`;
      const rect = document.createElementNS(SVG, "rect");
      rect.setAttribute("y", -1000);
      rect.setAttribute("height", 4000);
      clip.append(rect);
      defs.append(clip);
      traces[i]?.setAttribute("clip-path", `url(#${clip.id})`);
      return [reader, rect];
    });
  }

  // Writes titles and ticks beside the rows, where they stay when the words scroll.
  #rows(layout, rows) {
    const { ticks } = this.value;
    const above = this.#readers.includes("forward") ? this.columns.lane : 0;
    const top = TOP * this.scale;
    const height = layout.height - top;
    const y = (share) => above + top + (1 - share) * height;
    const { narrow, narrow_title } = layout.meta;
    const isNarrow = this.scroller.clientWidth < narrow * this.scale;
    this.titles.replaceChildren(
      ...rows.map(({ name, title, key, domain }) =>
        make("p", { style: `top:${y(domain[1]) - 17 * this.scale}px` }, make("span", {}, name === "evidence" && isNarrow ? narrow_title : title), key && make("span.key", {}, key)),
      ),
    );
    const evidence = rows.find(({ name }) => name === "evidence");
    const [low, high] = ticks.range;
    const at = (value) => {
      const share = (value - low) / (high - low);
      return y(evidence.domain[0] + share * (evidence.domain[1] - evidence.domain[0]));
    };
    // Where ticks would run into each other every second one is written, or third; zero always is.
    const every = Math.ceil((TICK * this.scale) / Math.abs(at(ticks.values[1]) - at(ticks.values[0])));
    const zero = ticks.values.findIndex((value) => Math.abs(value) < 1e-9);
    const seen = [...ticks.values.keys()].filter((i) => (i - Math.max(0, zero)) % every === 0);
    this.gutter.replaceChildren(
      ...this.#readers.map((reader) =>
        make("b", { style: `top:${reader === "forward" ? above / 2 : above + layout.height + this.columns.lane / 2}px` }, this.texts.arrows[reader]),
      ),
      ...seen.map((i) => make("span", { style: `top:${at(ticks.values[i])}px` }, ticks.texts[i])),
    );
    this.bounds = rows.map(({ name, domain }) => ({ name, top: y(domain[1]), bottom: y(domain[0]) }));
    const split = above + top + height / 2;
    this.sheet.style.setProperty("--split", `${split}px`);
    for (const [mark, name] of [["top", "forward"], ["bottom", "backward"]]) {
      const row = this.bounds.find((found) => found.name === name);
      if (!row) continue;
      const isTop = mark === "top";
      this.marks[mark].style.top = isTop ? "0" : `${row.top}px`;
      this.marks[mark].style.height = `${isTop ? row.bottom : above + layout.height - row.top + this.columns.lane}px`;
      this.marks[name].style.top = this.marks[mark].style.top;
      this.marks[name].style.height = this.marks[mark].style.height;
    }
  }

  #mark(mark, word) {
    mark.hidden = word === null || word === undefined || !this.columns || word >= this.value.words.length;
    if (mark.hidden) return;
    mark.style.transform = `translateX(${word * this.columns.column}px)`;
    mark.style.width = `${this.columns.column}px`;
  }

  #under(event) {
    const box = this.sheet.getBoundingClientRect();
    const word = Math.floor((event.clientX - box.left) / this.columns.column);
    if (word < 0 || word >= this.value.words.length) return null;
    const row = this.bounds?.find(({ top, bottom }) => event.clientY - box.top >= top && event.clientY - box.top < bottom);
    const units = row && this.value.units[row.name];
    if (!units) return { word, row: row?.name };
    const at = Math.floor(((event.clientY - box.top - row.top) / (row.bottom - row.top)) * units.length);
    return { word, row: row.name, unit: units[at], at };
  }

  #point(event) {
    if (!this.value || !this.columns || event.pointerType === "touch") return;
    const found = this.#under(event);
    this.on.lit?.(found?.word ?? null);
    this.#showTip(found, event);
  }

  #leave() {
    this.tip.hidden = true;
    this.on.lit?.(null);
  }

  #showTip(found, event) {
    this.tip.hidden = !found;
    if (!found) return;
    const { words, delta, evidence, cells } = this.value;
    const { word, row, unit, at } = found;
    const { texts } = this;
    const lines = [make("b", {}, words[word].label), ` ${fill(texts.placed, { place: word + 1, words: words.length })}`, make("br")];
    if (unit !== undefined) {
      lines.push(fill(texts.cell, { reader: row, unit: unit + 1, value: signed(cells(row, at, word)) }));
    } else {
      for (const reader of this.#readers) {
        lines.push(fill(texts.point[reader], { added: signed(delta[reader][word]), evidence: signed(evidence[reader][word]) }), make("br"));
      }
    }
    this.tip.replaceChildren(...lines);
    const frame = this.frame.getBoundingClientRect();
    const left = Math.min(event.clientX - frame.left + 14, frame.width - this.tip.offsetWidth - 4);
    const below = event.clientY - frame.top + 16;
    const top = below + this.tip.offsetHeight > frame.height ? below - this.tip.offsetHeight - 28 : below;
    this.tip.style.transform = `translate(${Math.max(0, left)}px, ${top}px)`;
  }

  #click(event) {
    if (!this.value || !this.columns) return;
    const button = event.target.closest(".word");
    if (button) {
      this.on.word?.([...button.parentNode.children].indexOf(button));
      return;
    }
    const found = this.#under(event);
    if (!found) return;
    if (found.unit !== undefined) this.on.unit?.(found.row, found.unit, found.word);
    else this.on.word?.(found.word);
  }
}

// Rows of a figure with as much room between them as a title needs (a share of the height), whatever
// the height is: the rows share what is left as they did.
function spaced(rows, gap) {
  const fromTop = [...rows].sort((one, other) => other.domain[1] - one.domain[1]);
  const heights = fromTop.map(({ domain: [low, high] }) => high - low);
  const unit = (1 - gap * (rows.length - 1)) / heights.reduce((sum, height) => sum + height, 0);
  let top = 1;
  return fromTop.map((row, i) => {
    const domain = [Math.max(0, top - heights[i] * unit), top];
    top = domain[0] - gap;
    return { ...row, domain };
  });
}
