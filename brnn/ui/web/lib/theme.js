// Light or dark: as the system has it, until somebody chooses; the choice stays in this browser.
import { isDark, onTheme } from "./colours.js";
import { make } from "./dom.js";

const KEY = "brnn.theme";
const system = matchMedia("(prefers-color-scheme: dark)");

export function themeButton(texts) {
  const button = make("button.quiet", { type: "button", onclick: () => choose(isDark() ? "light" : "dark") });

  function show() {
    button.textContent = isDark() ? texts.light : texts.dark;
    button.title = isDark() ? texts.lightTitle : texts.darkTitle;
  }

  function choose(theme) {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // Not allowed here: then it holds until the page is left.
    }
    chosen = theme;
    apply();
  }

  // An address may say how it is to look (Gradio's own `?__theme=dark`): then it does, until a press.
  let chosen = new URLSearchParams(location.search).has("__theme") ? null : remembered();
  const asked = chosen === null && new URLSearchParams(location.search).has("__theme");

  function apply() {
    if (chosen) document.body.classList.toggle("dark", chosen === "dark");
    else if (!asked) document.body.classList.toggle("dark", system.matches);
  }

  system.addEventListener("change", apply); // after Gradio's own, which asks the system alone
  onTheme(show);
  apply();
  show();
  return button;
}

function remembered() {
  try {
    const theme = localStorage.getItem(KEY);
    return ["light", "dark"].includes(theme) ? theme : null;
  } catch {
    return null;
  }
}
