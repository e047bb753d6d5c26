// A Plotly figure, filled from its template, in the width of its place and the theme of the page.
import { onTheme, template } from "./colours.js";
import { letterScale, make } from "./dom.js";
import { fillSlots } from "./figures.js";
import { given } from "./given.js";
import { mapped } from "./numbers.js";

const PLAIN = { displayModeBar: false, displaylogo: false, responsive: false, scrollZoom: false };
const PAPER = 680; // pixels between the margins

// plotly.js takes a browser up to seconds to read, so it waits for the first chart that is seen. The page's
// head has it fetched before.
let plotly = null;
const loaded = () => (plotly ??= new Promise((resolve, reject) => {
  const script = make("script", { src: new URL(given.plotly, document.baseURI) });
  script.addEventListener("load", () => resolve(window.Plotly));
  script.addEventListener("error", () => {
    plotly = null; // the next chart asks again
    reject(new Error("plotly.js did not arrive"));
  });
  document.head.append(script);
}));

export class Chart {
  constructor() {
    this.element = make("div.chart", { role: "img" });
    this.figure = null;
    new ResizeObserver(() => this.#size !== this.size && this.#draw()).observe(this.element);
    onTheme(() => this.#draw());
    addEventListener("beforeprint", () => this.#draw(PAPER)); // else its letters would shrink with it
    addEventListener("afterprint", () => this.#draw());
  }

  // figure: the name of its template. values: of its slots. alternative: a description for screen readers.
  show({ figure, ...values }, alternative) {
    this.figure = fillSlots(given.figures[figure], values);
    this.element.setAttribute("aria-label", alternative);
    this.#reserve(); // nothing moves when it is drawn
    this.#draw();
  }

  // wide: pixels, if not those of its place.
  async #draw(wide) {
    this.size = null; // what is hidden now is drawn once it is seen
    const isSeen = () => this.figure && this.element.clientWidth; // else on a page that is not shown
    if (!isSeen()) return;
    const Plotly = await loaded();
    if (!isSeen()) return;
    this.#reserve();
    this.size = this.#size;
    const { clientWidth, clientHeight: height } = this.element;
    const width = wide ?? clientWidth;
    const layout = { ...this.figure.layout, template: template(), width, height };
    const scale = letterScale();
    await Plotly.react(this.element, this.#traces(scale), scaled(layout, scale), PLAIN);
    for (const svg of this.element.querySelectorAll(".main-svg")) { // as wide as paper, when printed
      svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    }
    this.element.dataset.drawn = "";
  }

  // The visitor's own data has the accent colour in every theme.
  #traces(scale) {
    const color = getComputedStyle(this.element).getPropertyValue("--chosen").trim();
    const marked = (trace) => ({ ...trace, marker: { ...trace.marker, color } });
    const lettered = ({ textfont, ...trace }) => (
      textfont ? { ...trace, textfont: { ...textfont, size: textfont.size * scale } } : trace
    );
    return this.figure.data.map(lettered).map((trace) => (trace.meta === "chosen" ? marked(trace) : trace));
  }

  #reserve() {
    this.element.style.setProperty("--height", `${this.figure.layout.height * letterScale()}px`);
  }

  get #size() {
    return `${this.element.clientWidth} ${this.element.clientHeight} ${letterScale()}`;
  }
}

// With letters, and the room for them, so much larger.
function scaled({ template: look, annotations = [], margin, ...layout }, scale) {
  const font = { size: look.layout.font.size * scale };
  const axis = (name) => ({ ...look.layout[name], title: { ...look.layout[name].title, font } });
  return {
    ...layout, font, margin: mapped(margin, (side) => side * scale),
    annotations: annotations.map((note) => ({ ...note, yshift: (note.yshift ?? 0) * scale })),
    template: { ...look, layout: { ...look.layout, xaxis: axis("xaxis"), yaxis: axis("yaxis") } },
  };
}
