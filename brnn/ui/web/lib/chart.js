// A Plotly figure, filled from its template, in the width of its place and the theme of the page.
import { onTheme, template } from "./colours.js";
import { letterScale, make } from "./dom.js";
import { PLAIN, plotly } from "./plotly.js";

export class Chart {
  constructor() {
    this.element = make("div.chart", { role: "img" });
    this.figure = null;
    new ResizeObserver(() => this.#size !== this.size && this.draw()).observe(this.element);
    onTheme(() => this.draw());
  }

  // alternative: a description of the figure for screen readers.
  show(figure, alternative) {
    this.figure = figure;
    this.element.setAttribute("aria-label", alternative);
    this.#reserve(); // nothing moves when it is drawn
    return this.draw();
  }

  async draw() {
    const Plotly = await plotly;
    if (!this.figure || !this.element.clientWidth) return; // on a page that is not shown
    this.#reserve();
    this.size = this.#size;
    const { clientWidth: width, clientHeight: height } = this.element;
    const layout = { ...this.figure.layout, template: template(), width, height };
    await Plotly.react(this.element, this.#traces(), scaled(layout, letterScale()), PLAIN);
    this.element.dataset.drawn = "";
  }

  // The visitor's own data has the accent colour in every theme.
  #traces() {
    const color = getComputedStyle(this.element).getPropertyValue("--chosen").trim();
    const own = (trace) => trace.meta === "chosen";
    return this.figure.data.map((trace) => (
      own(trace) ? { ...trace, marker: { ...trace.marker, color } } : trace
    ));
  }

  #reserve() {
    this.element.style.setProperty("--height", `${this.figure.layout.height * letterScale()}px`);
  }

  get #size() {
    return `${this.element.clientWidth} ${this.element.clientHeight} ${letterScale()}`;
  }
}

function scaled(layout, scale) {
  const { margin, template } = layout;
  return {
    ...layout,
    font: { size: template.layout.font.size * scale },
    margin: Object.fromEntries(Object.entries(margin).map(([side, length]) => [side, length * scale])),
  };
}
