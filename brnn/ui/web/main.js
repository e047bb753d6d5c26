// The page: its header and its pages, one of which is shown.
import { addressBar } from "./lib/address.js";
import { connection } from "./lib/connection.js";
import { make, plainly, write } from "./lib/dom.js";
import { receive } from "./lib/given.js";
import { presenting } from "./lib/present.js";
import { printing } from "./lib/print.js";
import { saving } from "./lib/save.js";
import { ask, connect, overHttp } from "./lib/server.js";
import { sharing } from "./lib/share.js";
import { on, remembered, set, state } from "./lib/store.js";
import { fill, modelName } from "./lib/texts.js";
import { themeButton } from "./lib/theme.js";
import { comparePage } from "./pages/compare.js";
import { experimentsPage } from "./pages/experiments.js";
import { guessPage } from "./pages/guess.js";
import { lessonPage } from "./pages/lesson.js";
import { modelsPage } from "./pages/models.js";
import { KEY, readPage } from "./pages/read.js";

const AGAIN = 2000; // milliseconds
const loading = fetch(new URL("given.json", import.meta.url)).then((answer) => answer.json());

// Gradio has an empty column for the page. Its reloader makes another: the scripts may be new, too.
let made = null;
const look = () => {
  const column = document.getElementById("brnn");
  if (!column || column.className === made) return;
  if (made) location.reload();
  made = column.className;
  const element = make("div.brnn");
  column.replaceChildren(element);
  loading.then((given) => start(element, given));
};
const all = { childList: true, attributeFilter: ["class"], subtree: true };
new MutationObserver(look).observe(document.body, all);
look();

// What the server offers. While it does not say so, or a proxy gives up waiting for it, it is asked again.
async function offer() {
  for (;;) {
    const answer = await ask("models").catch(() => null);
    if (answer?.kind === "models") return answer;
    await new Promise((go) => setTimeout(go, AGAIN));
  }
}

async function start(element, given) {
  const { texts, examples, explanations } = given;
  receive(given);
  connect(overHttp(), texts.messages);
  const pages = {
    read: readPage(texts.read, examples),
    guess: guessPage(texts.guess, texts.read.stage),
    compare: comparePage(texts.compare, texts.read),
    experiments: experimentsPage(texts.experiments, explanations),
    models: modelsPage(texts.models),
    lesson: lessonPage(texts.lesson, texts.read, texts.models, texts.guess),
  };
  const offered = () => Object.keys(pages).filter((page) => page !== "guess" || state.guesses);
  const choose = () => set({ model: picker.value });
  const picker = make("select", { id: "model", "aria-label": texts.model, onchange: choose });
  const label = make("label.picker", { hidden: true }, texts.model, picker);
  const links = Object.keys(pages).map((page) => {
    const onclick = plainly(() => set({ page }));
    return make("a", { href: `#page=${page}`, "data-page": page, onclick }, texts.names[page]);
  });
  const subtitle = make("p.subtitle");
  const notice = make("p.notice", { hidden: true });
  const address = addressBar(texts.share, {
    pages: Object.keys(pages), limit: texts.share.limit, steps: texts.lesson.steps.length, explanations,
  });
  const present = presenting(texts.share, element, offered);
  const share = sharing(texts.share, address.fragment);
  const save = saving(texts.share, element, texts.name, pages, address.fragment);
  const tools = [share, save, present.button, themeButton(texts.share)];
  // Gradio has put all of this into a `main` already, and a page has one.
  element.replaceChildren(
    make(
      "header.head", make("h1", texts.name),
      make("nav", { "aria-label": texts.pages }, links), make("div.right", label, tools), subtitle,
      present.leave,
    ),
    ...connection(texts),
    address.notice,
    make("div.pages", Object.values(pages).map((page) => page.element)),
    notice,
    make("p.note.privacy", texts.privacy),
  );

  function tell() {
    const alone = state.page === "read" && state.reading?.readers.length === 1;
    subtitle.textContent = alone ? texts.oneReader : texts.subtitles[state.page];
  }

  function show() {
    element.dataset.page = state.page;
    for (const [name, page] of Object.entries(pages)) page.element.hidden = name !== state.page;
    for (const link of links) {
      link.ariaCurrent = link.dataset.page === state.page ? "page" : null;
      link.hidden = !offered().includes(link.dataset.page);
    }
  }
  on(["page", "guesses"], show);
  on(["page", "reading"], tell);
  printing(element);
  on("model", (model) => (picker.value = model));
  show();
  tell();

  const { link } = address;
  // Once the page is loaded again, what was typed in this tab counts for more than the address.
  const again = performance.getEntriesByType("navigation")[0]?.type === "reload";
  const typed = remembered("sessionStorage", KEY);
  const text = (again ? (typed ?? link.text) : (link.text ?? typed)) ?? examples[0].text;
  set({ text, page: link.page });
  const { models, problems, guesses, default: first } = await offer();
  const option = (value) => make("option", { value }, modelName(value, texts.read.models));
  picker.replaceChildren(...models.map(option));
  label.hidden = models.length < 2;
  const said = models.length && problems.length; // without any model, every answer says why
  write(notice, said ? fill(texts.notLoaded, { reasons: problems.join("; ") }) : "");
  const model = models.includes(link.model) ? link.model : (first ?? "");
  set({ models, guesses, model });
  address.begin();
}
