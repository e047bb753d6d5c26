// A reading that was saved as a file: the Read page, with its answers beside it.
import { make } from "./lib/dom.js";
import { receive } from "./lib/given.js";
import { presenting } from "./lib/present.js";
import { printing } from "./lib/print.js";
import { connect } from "./lib/server.js";
import { set } from "./lib/store.js";
import { themeButton } from "./lib/theme.js";
import { readPage } from "./pages/read.js";

const NONE = { kind: "message", title: "", details: [] };

// The script of brnn/ui/standalone.py calls it.
export function start() {
  const props = JSON.parse(document.getElementById("given").textContent);
  const { texts, answers } = props;
  const element = document.querySelector(".brnn");
  texts.read.pinned.word.failed = texts.saved.long;
  receive(props);
  const saved = {
    read: () => answers.read,
    word: ({ word }) => answers.word[word],
    occlusion: () => answers.occlusion,
    gradients: () => answers.gradients,
    unit: ({ reader, unit }) => answers.unit[reader]?.[unit],
  };
  connect(async (name, question) => saved[name]?.(question) ?? NONE);
  const page = readPage(texts.read, []);
  // A saved file has no server that could read another text or send more units.
  page.element.querySelector(".writing").remove();
  page.element.querySelector(".drawn").remove();
  const { button, leave } = presenting(texts.share, element);
  const right = make("div.right", themeButton(texts.share), button);
  element.replaceChildren(
    make("header.head", make("h1", texts.name), make("p.note", texts.saved.note), right, leave),
    make("main.pages", page.element),
  );
  printing(element);
  set({ text: answers.read.text, model: answers.read.model });
}
