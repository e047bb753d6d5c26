// A reading that was saved as a file: the Read page, with all its answers beside it.
import { useLook } from "./lib/colours.js";
import { make } from "./lib/dom.js";
import { presenting } from "./lib/present.js";
import { readPage } from "./pages/read.js";
import { connect } from "./lib/server.js";
import { set } from "./lib/store.js";
import { themeButton } from "./lib/theme.js";

export function start() {
  const { texts, look, templates, reading, words, units } = JSON.parse(document.getElementById("given").textContent);
  const element = document.querySelector(".brnn");
  const nothing = { state: "message", title: "", details: [] };
  texts.read.pinned.failed = texts.saved.noCard;
  useLook(look, templates);
  connect({
    read: async () => reading,
    word: async ({ word }) => words[word] ?? nothing,
    unit: async ({ reader, unit }) => units.find((found) => found.reader === reader && found.unit === unit)?.card ?? nothing,
    edit: async () => nothing,
  });
  const page = readPage(texts.read, []);
  // A file has nobody to read another text.
  page.element.querySelector(".writing").remove();
  page.element.querySelector(".units-offer").remove();
  const { button, leave } = presenting(texts.share, element);
  element.replaceChildren(
    make("header.head", {}, make("h1", {}, texts.name), make("p.note", {}, texts.saved.note), make("div.right", {}, themeButton(texts.share), button)),
    leave,
    make("main.pages", {}, page.element),
  );
  set({ text: reading.text, model: reading.model });
}
