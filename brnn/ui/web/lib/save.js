// Saving what a page shows: as a picture, as a page of its own, as a table, as all numbers.
import { make } from "./dom.js";
import { csvOf, plain } from "./files.js";
import { menu } from "./menu.js";
import { picture } from "./picture.js";
import { ask } from "./server.js";
import { snapshot } from "./snapshot.js";
import { state } from "./store.js";
import { fill } from "./texts.js";

const MARK = "\ufeff"; // without it some spreadsheets take UTF-8 for something else
const TYPES = { csv: "text/csv", html: "text/html", json: "application/json" };

// element: that of the whole page. name: of the app. pages: by name. All but the Read page have shown():
// { table, data } of lib/files.js, rows of cells and answers, each null while there is none. fragment(): see
// lib/address.js.
export function saving(texts, element, name, pages, fragment) {
  const said = make("p", { role: "status" });
  const entries = Object.entries({ picture: seen, html, csv, json }).map(([form, save]) => {
    const note = make("small");
    const onclick = ({ currentTarget }) => run(currentTarget, save);
    return { form, note, button: make("button.entry", { onclick }, make("b", texts[form]), note) };
  });

  const shown = () => pages[state.page].shown?.();

  // Whether there is something to save, or why there is not.
  function isThere(form) {
    if (state.page === "read") return form === "picture" || Boolean(state.reading);
    return { csv: () => shown().table, json: () => shown().data }[form]?.() !== null;
  }

  async function run(button, save) {
    said.textContent = texts.saving;
    button.disabled = true;
    try {
      const { name: file, blob } = await save();
      hand(file, blob);
      said.textContent = fill(texts.saved, { name: file });
    } catch (error) {
      said.textContent = error.told ?? texts.failed;
    } finally {
      button.disabled = false;
      button.focus();
    }
  }

  // The page that is shown. Where it does not name the model, the head's choice of one stands over it.
  function parts() {
    const page = pages[state.page].element;
    return state.page === "experiments" ? [element.querySelector(".picker"), page] : [page];
  }

  async function seen() {
    return { name: fileName("png"), blob: await picture(parts()) };
  }

  // A reading plays and pins in its file; all other pages are as they are seen.
  async function html() {
    if (state.page === "read") return file("html", await exported("html"));
    return file("html", snapshot(await exported("frame"), name, texts.snapshot, parts()));
  }

  async function csv() {
    return file("csv", MARK + (state.page === "read" ? await exported("csv") : csvOf(shown().table)));
  }

  async function json() {
    const here = () => `${JSON.stringify(plain(shown().data))}\n`;
    return file("json", state.page === "read" ? await exported("json") : here());
  }

  async function exported(form) {
    const { text, model } = state.reading ?? { text: "", model: state.model };
    const { kind, title, details, content } = await ask("export", {
      form, model, units: state.units, ...state.unit,
      text: form === "frame" ? "" : text, link: fragment({ text: undefined }),
    });
    if (kind !== "file") throw Object.assign(new Error(), { told: [title, ...details].join(". ") });
    return content;
  }

  function opened() {
    said.textContent = "";
    for (const { form, note, button } of entries) {
      const there = isThere(form);
      button.disabled = !there;
      const { all, none, [state.page]: here } = texts.notes;
      note.textContent = there ? (here[form] ?? all[form]) : none[form];
    }
  }

  return menu(texts.save, [...entries.map(({ button }) => button), said], opened).element;
}

function file(form, content) {
  return { name: fileName(form), blob: new Blob([content], { type: `${TYPES[form]};charset=utf-8` }) };
}

// Letters and digits of the Latin alphabet alone: no system reads anything else into them.
function fileName(ending) {
  const about = state.page === "read" ? state.text : state.page;
  const plain = about.slice(0, 500).normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
  const words = plain.match(/[a-z0-9]+/g) ?? [];
  const name = words.join("-").slice(0, 40).replace(/-+$/, "");
  return `brnn-${name || "review"}.${ending}`;
}

function hand(name, blob) {
  const url = URL.createObjectURL(blob);
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
