// The page: its header and its pages, one of which is shown.
import { useLook } from "./lib/colours.js";
import { useConstants } from "./lib/constants.js";
import { comparePage } from "./pages/compare.js";
import { connection } from "./lib/connection.js";
import { fill, make } from "./lib/dom.js";
import { modelName } from "./lib/models.js";
import { experimentsPage } from "./pages/experiments.js";
import { useFigures } from "./lib/figures.js";
import { lessonPage } from "./pages/lesson.js";
import { modelsPage } from "./pages/models.js";
import { presenting } from "./lib/present.js";
import { readPage, remembered } from "./pages/read.js";
import { saving } from "./lib/save.js";
import { ask, connect, overHttp } from "./lib/server.js";
import { loadedAgain, sharing } from "./lib/share.js";
import { on, set, state } from "./lib/store.js";
import { themeButton } from "./lib/theme.js";

// Called by the script of page.py when Gradio has mounted the page's element.
export async function start(element, props) {
  const { texts, examples, explanations, constants, figures, look, templates } = props;
  useConstants(constants);
  useLook(look, templates);
  useFigures(figures);
  connect(overHttp(), texts.messages);
  const read = readPage(texts.read, examples);
  const pages = { read, compare: comparePage(texts.compare, texts.read), experiments: experimentsPage(texts.experiments, explanations), models: modelsPage(texts.models), lesson: lessonPage(texts.lesson, texts.read, texts.models) };
  const picker = make("select", { id: "model", "aria-label": texts.model, onchange: () => set({ model: picker.value }) });
  const nav = make(
    "nav", { "aria-label": texts.pages },
    Object.keys(pages).map((page) => make("a", { href: `#page=${page}`, "data-page": page, onclick: (event) => (event.preventDefault(), set({ page })) }, texts.names[page])),
  );
  const notice = make("p.notice", { hidden: true });
  const share = sharing(texts.share, Object.keys(pages), texts.lesson.steps.length);
  const present = presenting(texts.share, element);
  const tools = [share.element, saving(texts.share, element), present.button, themeButton(texts.share)];
  // Gradio has put all of this into a `main` already, and a page has one.
  element.replaceChildren(
    make("header.head", {}, make("h1", { title: texts.tagline }, texts.name), nav, make("div.right", {}, make("label.picker", { hidden: true }, texts.model, picker), tools)),
    present.leave,
    connection(texts.lost),
    share.notice,
    make("div.pages", {}, Object.values(pages).map((page) => page.element)),
    notice,
  );

  on("page", show);
  function show() {
    for (const [name, page] of Object.entries(pages)) page.element.hidden = name !== state.page;
    for (const link of nav.children) {
      if (link.dataset.page === state.page) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    pages[state.page].shown?.();
  }
  on("model", (model) => (picker.value = model));
  show();

  const { link } = share;
  const typed = loadedAgain() ? (remembered() ?? link.text) : (link.text ?? remembered());
  set({ text: typed ?? examples[0].text, page: link.page ?? state.page });
  const found = await ask("models");
  picker.replaceChildren(...found.models.map((name) => make("option", { value: name }, modelName(name, texts.read.models))));
  picker.closest("label").hidden = found.models.length < 2;
  notice.textContent = fill(texts.notLoaded, { reasons: found.problems.join("; ") });
  notice.hidden = !found.models.length || !found.problems.length; // without any model, every answer says why
  set({ model: found.models.includes(link.model) ? link.model : (found.default ?? "") });
  share.begin(found.models);
}
