// Light or dark: as the system has it, until somebody chooses; the choice stays in this browser.
import { isDark, onTheme } from "./colours.js";
import { make } from "./dom.js";
import { paper } from "./print.js";
import { remember, remembered } from "./store.js";

const KEY = "brnn.theme";
const system = matchMedia("(prefers-color-scheme: dark)");

export function themeButton(texts) {
  const button = make("button.quiet", { onclick: () => choose(isDark() ? "light" : "dark") });
  // An address may say how it is to look (Gradio's own `?__theme=dark`): then it does, until a press.
  const asked = new URLSearchParams(location.search).has("__theme");
  let chosen = asked ? null : remembered("localStorage", KEY);

  function show() {
    button.textContent = isDark() ? texts.light : texts.dark;
    button.title = isDark() ? texts.lightTitle : texts.darkTitle;
  }

  function choose(theme) {
    remember("localStorage", KEY, theme);
    chosen = theme;
    apply();
  }

  function apply() {
    if (paper.on) return;
    if (chosen || !asked) document.body.classList.toggle("dark", chosen ? chosen === "dark" : system.matches);
  }

  system.addEventListener("change", apply);
  onTheme(() => {
    apply(); // Gradio's own listener asks the system alone, and may come after ours
    show();
  });
  apply();
  show();
  return button;
}
