// The page: its head and its pages, one of which is shown.
import { useTemplates } from "./colours.js";
import { connection } from "./connection.js";
import { make } from "./dom.js";
import { readPage, remembered } from "./read.js";
import { ask, connect } from "./server.js";
import { on, set, state } from "./store.js";

// Called by the script of page.py when Gradio has mounted the page's element.
export async function start(element, props, server) {
  const { texts, examples, templates } = props;
  useTemplates(templates);
  connect(server);
  const read = readPage(texts.read, examples);
  const pages = { read };
  const picker = make("select", { id: "model", "aria-label": texts.model, onchange: () => set({ model: picker.value }) });
  const nav = make(
    "nav", { "aria-label": texts.pages },
    Object.keys(pages).map((page) => make("a", { href: `#page=${page}`, "data-page": page, onclick: (event) => (event.preventDefault(), set({ page })) }, texts.names[page])),
  );
  const notice = make("p.notice", { hidden: true });
  element.replaceChildren(
    make("header.head", {}, make("h1", { title: texts.tagline }, texts.name), nav, make("div.right", {}, make("label.picker", { hidden: true }, texts.model, picker))),
    connection(texts.lost),
    make("main", {}, Object.values(pages).map((page) => page.element)),
    notice,
  );

  on("page", show);
  function show() {
    for (const [name, page] of Object.entries(pages)) page.element.hidden = name !== state.page;
    for (const link of nav.children) {
      if (link.dataset.page === state.page) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }
  on("model", (model) => (picker.value = model));
  show();

  set({ text: remembered() ?? examples[0].text });
  const found = await ask("models");
  picker.replaceChildren(...found.models.map(({ name, label }) => make("option", { value: name }, label)));
  picker.closest("label").hidden = found.models.length < 2;
  notice.textContent = found.notice;
  notice.hidden = !found.notice;
  set({ model: found.default ?? "" });
}
