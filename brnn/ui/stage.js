// The stage: draws the figure that Python made, in place, in the theme and width of the page.
const LETTER = 6.6, GAP = 10, SLANTED = 19, ROW = 13; // pixels; as in brnn/figures/labels.py

const bar = make("i", "bar");
const scale = make("span", "scale", "−1", bar, "+1");
scale.title = props.range_note;
const heading = make("span", "");
const title = make("h2", "", heading, scale);
const plot = make("div", "plot");
plot.setAttribute("role", "img");
const empty = make("p", "empty");
const sentences = make("ul", "sentences");
const help = make("p", "note");
node.append(title, plot, empty, sentences, help);

const CONFIG = { displayModeBar: false, displaylogo: false, responsive: false, scrollZoom: false };
const isTouch = matchMedia("(pointer: coarse)").matches;
let shown = null; // the value that is drawn

function template() {
  const dark = document.querySelector(".dark") !== null;
  const chosen = props.templates[dark ? "dark" : "light"];
  const colours = chosen.layout.coloraxis.colorscale.map(([at, colour]) => `${colour} ${100 * at}%`);
  bar.style.background = `linear-gradient(to right, ${colours})`;
  return chosen;
}

// How the words fit under the axis: side by side, slanted, upright, or every nth upright.
function ticks(labels, range, width) {
  const first = Math.max(1, Math.ceil(range[0]));
  const last = Math.min(labels.length, Math.floor(range[1]));
  const places = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  const longest = Math.max(0, ...places.map((t) => labels[t - 1].length));
  const column = width / Math.max(1, places.length);
  const angle = longest * LETTER + GAP <= column ? 0 : column >= SLANTED ? -45 : -90;
  const step = angle === -90 ? Math.max(1, Math.ceil(ROW / column)) : 1;
  const kept = places.filter((t) => (t - 1) % step === 0);
  const height = 12 + (angle === 0 ? 12 : angle === -45 ? 12 + 5.2 * longest : 7.2 * longest);
  const axis = { tickvals: kept, ticktext: kept.map((t) => labels[t - 1]), tickangle: angle };
  return { axis, height };
}

function plotWidth(layout) {
  return Math.max(1, plot.clientWidth - layout.margin.l - layout.margin.r);
}

function draw() {
  const { figure, text } = shown;
  const sameText = plot.layout?.uirevision === text;
  const range = sameText ? plot.layout.xaxis.range : figure.layout.xaxis.range;
  const layout = {
    ...figure.layout,
    template: template(),
    width: plot.clientWidth,
    height: plot.clientHeight,
    uirevision: text, // keeps the zoom while the text stays the same
    dragmode: isTouch ? false : "zoom", // a finger scrolls the page
  };
  const { axis, height } = ticks(layout.meta.labels, range, plotWidth(layout));
  layout.xaxis = { ...layout.xaxis, ...axis };
  layout.margin = { ...layout.margin, b: height };
  const { narrow, narrow_title: short } = layout.meta;
  if (plot.clientWidth < narrow) {
    layout.annotations = layout.annotations.map((note) =>
      note.name === "evidence" ? { ...note, text: short } : note,
    );
  }
  return Plotly.react(plot, figure.data, layout, CONFIG);
}

function refit() {
  if (shown && window.Plotly && plot.clientWidth) draw();
}

let watched = false;
function watchPlot() {
  if (watched) return;
  watched = true;
  plot.on("plotly_hover", () => {
    // Plotly's number format knows no true minus.
    for (const line of plot.querySelectorAll(".hoverlayer tspan")) {
      if (/: -\d/.test(line.textContent)) line.textContent = line.textContent.replace(": -", ": −");
    }
  });
  plot.on("plotly_relayout", (change) => {
    if (Object.keys(change).some((key) => /^xaxis\d*\.(range|autorange)/.test(key))) refit();
  });
}

// The page's head asks for plotly.js early (server.py); it may still be under way.
const plotly = new Promise((resolve, reject) => {
  if (window.Plotly) resolve();
  const script = document.getElementById("plotly");
  script.addEventListener("load", resolve);
  script.addEventListener("error", reject);
});

drawNowAndOnChange((value) => {
  const ready = value?.state === "figure";
  node.dataset.state = ready ? "figure" : "empty";
  shown = ready ? value : null;
  empty.textContent = value?.note ?? "";
  if (!ready) return;
  heading.textContent = value.title;
  plot.setAttribute("aria-label", value.alternative);
  sentences.replaceChildren(
    ...value.sentences.map(({ arrow, text }) => make("li", "", make("b", "", arrow), text)),
  );
  help.textContent = value.help;
  plotly.then(() => shown && draw().then(watchPlot));
});

new ResizeObserver(refit).observe(plot);
const themes = new MutationObserver(refit);
for (const root of [document.documentElement, document.body]) {
  themes.observe(root, { attributes: true, attributeFilter: ["class"] });
}
