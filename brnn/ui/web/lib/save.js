// Saving: what is on screen as a picture, an analysis as a file.
import { make } from "./dom.js";
import { menu } from "./menu.js";
import { picture } from "./picture.js";
import { ask } from "./server.js";
import { state } from "./store.js";
import { fill } from "./texts.js";

const MARK = "\ufeff"; // without it some spreadsheets take UTF-8 for something else

export function saving(texts, element) {
  const said = make("p", { role: "status" });
  const entry = (name, save) => make(
    "button.entry", { onclick: ({ currentTarget }) => run(currentTarget, save) },
    make("b", texts[name]), make("small", texts[`${name}Note`]),
  );
  const files = ["html", "csv", "json"].map((form) => entry(form, () => file(form)));

  async function run(button, save) {
    said.textContent = texts.saving;
    button.disabled = true;
    try {
      const { name, blob } = await save();
      hand(name, blob);
      said.textContent = fill(texts.saved, { name });
    } catch (error) {
      said.textContent = error.told ?? texts.failed;
    } finally {
      button.disabled = false;
      button.focus();
    }
  }

  return menu(texts.save, [entry("picture", () => seen(element)), ...files, said], () => {
    said.textContent = "";
    for (const button of files) button.disabled = !state.reading;
  }).element;
}

async function file(form) {
  const { text, model } = state.reading;
  const { kind, title, details, content, type } = await ask("export", { text, model, form });
  if (kind !== "file") throw Object.assign(new Error(), { told: [title, ...details].join(". ") });
  const blob = new Blob([form === "csv" ? MARK + content : content], { type: `${type};charset=utf-8` });
  return { name: fileName(text, form), blob };
}

// The page that is shown. Where it does not name the model, the head's choice of one stands over it.
async function seen(element) {
  const page = element.querySelector(".page:not([hidden])");
  const parts = page.id === "experiments" ? [element.querySelector(".picker"), page] : [page];
  const name = fileName(state.page === "read" ? state.text : state.page, "png");
  return { name, blob: await picture(parts) };
}

// Letters and digits of the Latin alphabet alone: no system reads anything else into them.
function fileName(text, ending) {
  const plain = text.slice(0, 500).normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
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
