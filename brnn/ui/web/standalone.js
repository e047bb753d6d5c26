// A reading that was saved as a file: the Read page, with its answers beside it, as it was seen.
import { make } from "./lib/dom.js";
import { receive } from "./lib/given.js";
import { partsOf, readFragment } from "./lib/link.js";
import { presenting } from "./lib/present.js";
import { printing } from "./lib/print.js";
import { connect } from "./lib/server.js";
import { on, set } from "./lib/store.js";
import { themeButton } from "./lib/theme.js";
import { readPage } from "./pages/read.js";
import { STRONGEST } from "./pages/read/pinnednode.js";

const NONE = { kind: "message", title: "", details: [] };

// Of each state the file has one unit, the one that weighs most.
const stepOf = (answer, unit) => ([STRONGEST, answer?.step.unit].includes(unit) ? answer : undefined);

// The script of brnn/ui/standalone.py calls it.
export function start() {
  const props = JSON.parse(document.getElementById("given").textContent);
  const { texts, answers, link } = props;
  const element = document.querySelector(".brnn");
  texts.read.pinned.word.failed = texts.saved.long;
  texts.read.pinned.step.failed = texts.saved.state;
  texts.read.measures.failed = texts.saved.long;
  receive(props);
  const saved = {
    read: () => answers.read,
    word: ({ word }) => answers.word[word],
    occlusion: () => answers.occlusion,
    gradients: () => answers.gradients,
    step: ({ reader, word, unit }) => stepOf(answers.step[reader]?.[word], unit),
    unit: ({ reader, unit }) => answers.unit[reader]?.[unit],
  };
  connect(async (name, question) => saved[name]?.(question) ?? NONE);
  const page = readPage(texts.read, []);
  // A saved file has no server that could read another text or send more units.
  page.element.querySelector(".writing").remove();
  page.element.querySelector(".drawn").remove();
  const { button, leave } = presenting(texts.share, element);
  const right = make("div.right", themeButton(texts.share), button);
  element.dataset.page = "read";
  element.replaceChildren(
    make("header.head", make("h1", texts.name), make("p.note", texts.saved.note), right, leave),
    make("main.pages", page.element),
  );
  printing(element);
  const limits = { pages: ["read"], limit: texts.share.limit, steps: 1, explanations: [] };
  const { pinned, unit, playhead, ...seen } = readFragment(link, partsOf(limits)).seen;
  on("reading", () => set({ pinned, unit, playhead, node: seen.node })); // there is but one
  set({ text: answers.read.text, model: answers.read.model });
  set({ view: seen.view, measure: seen.measure, zoom: seen.zoom, presenting: seen.presenting });
}
