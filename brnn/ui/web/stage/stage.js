// The stage: two lanes of words, both memories, the evidence between them, over one axis, the words. Or, in
// place of memories and evidence, the network unrolled over the words.
//
// What follows the pointer or the playhead lies over the picture, which is never drawn again for it.
import { onTheme } from "../lib/colours.js";
import { letterScale, make } from "../lib/dom.js";
import { columnsFor, rowOf } from "../lib/layout.js";
import { mapped } from "../lib/numbers.js";
import { MOST } from "../lib/scalebar.js";
import { Keys } from "./keys.js";
import { Lane } from "./lane.js";
import { Margins } from "./margins.js";
import { Marks } from "./marks.js";
import { Memories } from "./memories.js";
import { Network } from "./network.js";
import { overview } from "./overview.js";
import { pointing } from "./pointing.js";
import { Tip } from "./tip.js";

const SCROLL_BAR = 12; // pixels
const LEAST = 120; // pixels of height, lanes aside
const touched = matchMedia("(max-width: 900px), (pointer: coarse)");
const onPaper = matchMedia("print"); // where the picture keeps its size: the frame follows it there

export class Stage {
  // texts: STAGE of brnn/ui/texts/read.py. on: what to do when a word, a unit of a memory or a state of the
  // network is `lit` or chosen; all optional: ({ lit(word or null), word(word, reader whose lane it is in),
  // unit(reader, unit, word), state(reader, word) })
  constructor(texts, on = {}) {
    const none = { value: null, lit: null, pinned: null, unit: null, read: null, tints: null };
    Object.assign(this, { texts, on, zoom: 0, ...none });
    this.lanes = mapped(texts.lanes, (_, reader) => new Lane(reader, (word) => on.lit?.(word)));
    this.memories = new Memories(texts.lanes);
    this.network = new Network(texts.lanes);
    this.view = this.memories;
    this.marks = new Marks();
    this.tip = new Tip(texts);
    this.margins = new Margins();
    const { lanes: { forward, backward }, margins: { gutter, titles } } = this;
    this.plot = make("div.plot", this.memories.elements, this.network.elements);
    this.sheet = make("div.sheet", forward.element, this.plot, backward.element, this.marks.elements);
    this.scroller = make("div.scroller", { tabindex: -1 }, this.sheet);
    this.frame = make("div.frame", gutter, this.scroller, titles, this.network.verdict, this.tip.element);
    this.overview = overview(this.scroller);
    this.keys = new Keys(texts.keys);
    this.element = make("div.stage", this.overview.element, this.frame, this.keys.element);
    pointing(this);
    const resized = () => !onPaper.matches && this.#size !== this.size && this.#draw();
    const sizes = new ResizeObserver(resized);
    for (const part of [this.element, this.frame]) sizes.observe(part);
    onTheme(() => this.#draw());
  }

  // Draws a reading. Zoom and scroll stay while the words do. picture: see lib/reading.js, and besides
  //
  //   lanes        { values, names, point, key }: the values of the words by reader, none where they are not
  //                known yet; their name; their form in the tip and in the key; else what each word added
  //   range        [low, high] of the evidence; else its own
  //   bars         numbers, a bar for each word instead of the lines; thin where a word is not `same`
  //   bare         whether the memories stand alone, without the evidence
  //   missing      readers whose rows stay empty
  //   titles, key  of rows by name, and what the marks of the evidence mean, in place of the usual ones
  //   measured     (width) → the labels by which columns are as wide as on another stage
  //   view         "network": the network in place of memories and evidence, see unrolled() in lib/network.js
  //   tips         what is said of each word under the pointer, in place of the usual
  //   alternative  a description for screen readers
  show(picture) {
    const { texts } = this;
    const { readers, missing = [], steps: values = picture.added } = picture;
    const lanes = { values, names: texts.lanes, point: texts.point, key: texts.key };
    this.value = { lanes, ...picture, all: picture.states };
    this.view = this.value.view === "network" ? this.network : this.memories;
    this.shown = Object.keys(this.lanes).filter((reader) => [...readers, ...missing].includes(reader));
    this.#draw();
  }

  // Gives the words other values: `lanes` of `show`.
  revalue(lanes) {
    if (this.value) this.value = { ...this.value, lanes };
    if (this.columns) this.#fill();
  }

  zoomTo(zoom) {
    if (this.zoom === zoom) return;
    const { scroller } = this;
    const middle = (scroller.scrollLeft + scroller.clientWidth / 2) / Math.max(1, this.sheet.clientWidth);
    this.zoom = zoom;
    this.#draw();
    scroller.scrollLeft = middle * this.sheet.clientWidth - scroller.clientWidth / 2;
  }

  // Lights a word, counted from 0, everywhere; null: none.
  light(word) {
    this.lit = word;
    this.#mark(this.marks.lit, word, "light");
  }

  pin(word) {
    this.pinned = word;
    this.#mark(this.marks.pin, word, "press");
  }

  // Marks the row of a unit, { reader, unit }; null: none.
  pinUnit(unit) {
    this.unit = unit;
    if (!this.columns) return;
    const { states } = this.view.cells(this.value);
    this.margins.number({ states }, this.rows, this.scale, unit);
    this.marks.putRow(unit && rowOf(this.rows, states, unit));
  }

  // Marks the state of a reader after a word, { reader, word }; null: none.
  pinState(state) {
    this.network.press(state);
  }

  // Shows what each reader has read after `read` words; null: all, not playing. Where all have been read, the
  // verdict is reached.
  playAt(read) {
    this.read = read;
    if (!this.columns) return;
    const { columns: { column, width }, value: { readers, words } } = this;
    this.element.classList.toggle("playing", read !== null && read < words.length);
    this.sheet.style.overflow = read === null ? "" : "hidden"; // a veil stands out of it
    for (const part of [this.marks, this.overview]) part.read(read && read / words.length, readers, width);
    for (const reader of readers) this.view.clip(reader, (read ?? words.length) * column, width);
    if (read === null) return;
    const last = Math.max(0, Math.min(read, words.length) - 1); // or the first that is to be read
    this.reveal(readers.includes("forward") ? last : words.length - 1 - last);
  }

  // Colours the words of the lanes by other numbers than their values: by reader, −1 … 1 for each
  // word, and none for a reader that is not named; null: by their values. (A unit's memory.)
  colourBy(values) {
    if (values === this.tints) return;
    this.tints = values;
    if (!this.value) return;
    this.#tint();
    if (this.view === this.network && this.columns) this.view.draw(this.value, this);
  }

  focusWord(word, reader = this.shown[0]) {
    this.lanes[reader].buttons[word]?.focus();
  }

  focusState({ reader, word }) {
    this.network.focus(reader, word);
  }

  // What a button chooses: a word of a lane, { word, lane }, or a state, { word, row }; undefined: none.
  pressedBy(target) {
    const button = target.closest(".word, .node");
    const lane = Object.keys(this.lanes).find((reader) => this.lanes[reader].element.contains(button));
    return lane ? { word: this.lanes[lane].placeOf(button), lane } : this.network.stateOf(button);
  }

  // Scrolls as little as needed for a word to be seen.
  reveal(word) {
    if (!this.columns) return;
    const { scroller, scroller: { scrollLeft, clientWidth }, columns: { column } } = this;
    const [left, right] = [word * column, (word + 1) * column];
    if (left < scrollLeft) scroller.scrollLeft = left - column;
    else if (right > scrollLeft + clientWidth) scroller.scrollLeft = right + column - clientWidth;
  }

  get #size() {
    return `${this.frame.clientWidth} ${this.frame.clientHeight} ${letterScale()}`;
  }

  #draw() {
    const { value } = this;
    delete this.element.dataset.shown;
    this.size = this.#size;
    if (!value || !this.scroller.clientWidth) return; // nothing yet, or on a page that is not shown
    this.keys.show(value, this.view.name, this.tints); // it takes its room from the frame
    this.#layOut(this.scroller.clientWidth, letterScale());
    this.size = this.#size;
    this.plot.role = this.view.role;
    this.plot.ariaLabel = value.alternative;
    this.#fill();
    this.#paint();
    this.light(this.lit);
    this.pin(this.pinned);
    this.pinUnit(this.unit);
    this.playAt(this.read);
    this.element.dataset.shown = value.text;
    this.element.dispatchEvent(new CustomEvent("drawn"));
  }

  // Finds where everything stands. All that is measured is measured before anything changes: else the
  // browser would lay out the page several times.
  #layOut(width, scale) {
    const { value, shown, overview: { element: strip } } = this;
    let { clientHeight } = this.frame;
    const labels = value.measured?.(width / scale) ?? value.words.map(({ label }) => label);
    const room = { scale, narrowest: this.view.narrowest(width, scale), touched: touched.matches };
    const columns = columnsFor(labels, width, clientHeight, this.zoom, room);
    const { column, lane } = columns;
    columns.width = Math.max(1, column * value.words.length);
    const fits = columns.width <= width + 1;
    if (strip.hidden !== fits) {
      strip.hidden = fits;
      ({ clientHeight } = this.frame);
    }
    const height = Math.max(LEAST, clientHeight - shown.length * lane - SCROLL_BAR);
    const above = shown.includes("forward") ? lane : 0;
    const rows = this.view.rows(value, shown, above, height, scale);
    value.states = this.view.fitting(value.all, rows, scale);
    Object.assign(this, { scale, columns, width, height, above, rows });
  }

  #fill() {
    const { value: { words, lanes: { values, names } } } = this;
    for (const [reader, lane] of Object.entries(this.lanes)) {
      lane.element.hidden = !this.shown.includes(reader);
      lane.fill(names[reader], words, values[reader]);
    }
    this.#tint();
  }

  #tint() {
    const { value, width, tints } = this;
    const { values } = value.lanes;
    const own = (reader) => values[reader]?.map((one) => one / MOST);
    for (const reader of this.shown) this.lanes[reader].tint(tints ? tints[reader] : own(reader));
    const strip = value.readers.map((reader) => value.says?.values[reader] ?? own(reader));
    this.overview.draw(strip, width);
    this.keys.show(value, this.view.name, tints);
  }

  #paint() {
    const { value, view, columns: { lane, words, width }, rows, height, above, scale, texts } = this;
    Object.assign(this.element.dataset, { words, view: view.name });
    for (const part of [this.sheet, this.margins.titles]) part.style.setProperty("--width", `${width}px`);
    this.frame.style.setProperty("--lane", `${lane}px`);
    this.plot.style.height = `${height}px`;
    this.view.draw(this.value, this);
    this.marks.place(rows, above + height + lane);
    const middles = { forward: lane / 2, backward: above + height + lane / 2 };
    const arrows = this.shown.map((reader) => [texts.arrows[reader], middles[reader]]);
    this.margins.draw(value, view.titled(rows), this.memories.axis(value), arrows, this.width, scale);
  }

  // onLanes: what the lanes do with the word.
  #mark(mark, word, onLanes) {
    const there = this.columns && word !== null && word < this.value.words.length;
    this.marks.put(mark, there ? word : null, this.columns?.column);
    for (const lane of Object.values(this.lanes)) lane[onLanes](word);
  }
}
