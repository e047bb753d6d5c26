// Presenting: large type, and nothing but the text, the verdict, the stage and its playhead.
import { make, speak } from "./dom.js";
import { on, set, state } from "./store.js";

const TYPED = "textarea, select, [contenteditable], input:not([type=range], [type=checkbox], [type=radio])";

// element: that of the whole page. Keys that play are those of stage/player.js.
export function presenting(texts, element) {
  const turn = (now) => () => set({ presenting: now });
  const button = make("button.quiet", { title: texts.presentTitle, onclick: turn(true) }, texts.present);
  const leave = make("button.leave", { hidden: true, onclick: turn(false) }, texts.leave);

  on("presenting", (now) => {
    element.classList.toggle("presenting", now);
    leave.hidden = !now;
    if (!now) return button.focus();
    document.activeElement?.blur?.(); // the keys are the playhead's
    scrollTo(0, 0);
    speak(texts.presenting, 0);
  });

  // Before all others hear of a key: Escape would unpin as well.
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    const leaves = event.key === "Escape" && state.presenting;
    if (!leaves && (event.key.toLowerCase() !== "p" || event.target.matches?.(TYPED))) return;
    set({ presenting: !state.presenting });
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
  return { button, leave };
}
