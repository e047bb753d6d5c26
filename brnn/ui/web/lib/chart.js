// A Plotly figure as Python made it, in the width of its place and the theme of the page.
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

  // alternative: what the figure shows, for those who do not see it.
  show(figure, alternative) {
    this.figure = figure;
    this.element.setAttribute("aria-label", alternative);
    this.element.style.setProperty("--height", `${figure.layout.height * letterScale()}px`); // nothing moves when it is drawn
    return this.draw();
  }

  // Changes what traces look like: { "marker.size": [[…], …] }, an entry for each trace.
  async restyle(changes) {
    for (const [path, values] of Object.entries(changes)) {
      const [part, key] = path.split(".");
      values.forEach((value, i) => (this.figure.data[i][part] = { ...this.figure.data[i][part], [key]: value }));
    }
    return this.draw();
  }

  async draw() {
    const Plotly = await plotly;
    if (!this.figure || !this.element.clientWidth) return; // on a page that is not shown
    this.element.style.setProperty("--height", `${this.figure.layout.height * letterScale()}px`);
    this.size = this.#size;
    const { clientWidth: width, clientHeight: height } = this.element;
    const layout = scaled({ ...this.figure.layout, template: template(), width, height }, letterScale());
    await Plotly.react(this.element, this.figure.data, layout, PLAIN);
    this.element.dataset.drawn = "";
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
