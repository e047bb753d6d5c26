// Presenting: large type, nothing that is typed or chosen, and keys that lead through every page.
import { make, speak } from "./dom.js";
import { on, set, state } from "./store.js";

const TYPED = "textarea, select, [contenteditable], input:not([type=range], [type=checkbox], [type=radio])";
const STEPS = { PageUp: -1, PageDown: 1, ArrowLeft: -1, ArrowRight: 1 };
const STEPPED = "input, .lane"; // what these keys move already
// What of a page without playhead and steps is shown at a time.
const PARTS = ".page:not([hidden]) :is(.side, .difference, .trial, .body > *)";
const TURN = 0.85; // of the height that is seen: how far a part scrolls that is taller

// element: that of the whole page. pages: names of its pages, which the keys 1, 2, … choose. The playhead
// and the steps of the lesson have their own keys.
export function presenting(texts, element, pages = []) {
  const turn = (now) => () => set({ presenting: now });
  const button = make("button.quiet", { title: texts.presentTitle, onclick: turn(true) }, texts.present);
  const out = make("button", { onclick: turn(false) }, texts.leave);
  const leave = make("span.leave", { hidden: true }, make("span.keys", texts.keys), out);

  on("presenting", (now) => {
    element.classList.toggle("presenting", now);
    leave.hidden = !now;
    if (!now) return button.focus();
    document.activeElement?.blur?.(); // the keys are the playhead's
    scrollTo(0, 0);
    speak(texts.presenting, 0);
  });
  on("page", () => element.querySelector(".pages").scrollTo(0, 0));

  // What a key does; null: nothing.
  function actionOf({ key, target }) {
    if (key === "Escape") return state.presenting ? turn(false) : null;
    if (target.matches?.(TYPED)) return null;
    if (key.toLowerCase() === "p") return turn(!state.presenting);
    if (!state.presenting) return null;
    const page = pages[key - 1];
    if (page) return () => set({ page });
    const steps = STEPS[key] && !target.closest?.(STEPPED) && element.querySelector(PARTS);
    return steps ? () => step(STEPS[key]) : null;
  }

  // Goes to the next part, or to what is not seen yet of one that is taller than the window.
  function step(by) {
    const place = element.querySelector(".pages");
    const { top: from, height: seen } = place.getBoundingClientRect();
    const parts = [...place.querySelectorAll(PARTS)].filter((part) => part.checkVisibility());
    const stops = parts.flatMap((part) => {
      const { top, height } = part.getBoundingClientRect();
      const beyond = Math.max(0, height - seen - 1);
      const turns = Array.from({ length: 1 + Math.ceil(beyond / (TURN * seen)) }, (_, i) => i * TURN * seen);
      return turns.map((turn) => place.scrollTop + top - from + Math.min(turn, beyond));
    });
    const beyond = stops.filter((stop) => by * (stop - place.scrollTop) > 1);
    if (beyond.length) place.scrollTop = by > 0 ? Math.min(...beyond) : Math.max(...beyond);
  }

  // Before all others hear of a key: Escape would unpin as well.
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    const action = actionOf(event);
    if (!action) return;
    action();
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
  return { button, leave };
}
