// Presenting: large type, and nothing but the text, the verdict, the stage and its playhead.
import { make, speak } from "./dom.js";
import { on, set, state } from "./store.js";

// element: that of the whole page. Keys that play are those of play.js.
export function presenting(texts, element) {
  const begin = { title: texts.presentTitle, onclick: () => set({ presenting: true }) };
  const button = make("button.quiet", { type: "button", ...begin }, texts.present);
  const end = { hidden: true, onclick: () => set({ presenting: false }) };
  const leave = make("button.leave", { type: "button", ...end }, texts.leave);

  on("presenting", (now) => {
    element.classList.toggle("presenting", now);
    leave.hidden = !now;
    if (now) {
      document.activeElement?.blur?.(); // the keys are the playhead's
      scrollTo(0, 0);
      speak(texts.presenting, 0);
    } else {
      button.focus();
    }
  });

  // Before all others hear of a key: Escape would unpin as well.
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    if (event.key === "Escape" && state.presenting) set({ presenting: false });
    else if (event.key.toLowerCase() === "p" && !isTyped(event.target)) {
      set({ presenting: !state.presenting });
    }
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
  return { button, leave };
}

function isTyped(target) {
  const typed = "input:not([type=range], [type=checkbox], [type=radio])";
  return target.matches?.(`textarea, select, [contenteditable], ${typed}`);
}
