// Play: a playhead that walks both readers at once, and the keys that move it.
import { fill, icon, make, stillness } from "../lib/dom.js";
import { on, set, state } from "../lib/store.js";

const SPEEDS = [0.5, 1, 2, 4];
const PACE = 450; // milliseconds a word at speed 1
const LONG = 60; // words from which on a whole walk takes as long as this many

export function play(texts, count) {
  let speed = 1;
  let timer = null;
  let since = 0;
  const toggle = make("button.icon", { type: "button", onclick: () => (timer ? stop() : start()) });
  const slider = make("input", { type: "range", min: 0, step: 1, "aria-label": texts.slider, oninput: () => jump(Number(slider.value)) });
  const told = make("output");
  const pace = make("button.quiet", { type: "button", onclick: faster });
  const element = make(
    "div.play",
    { role: "group", "aria-label": texts.group },
    make("button.icon", { type: "button", "aria-label": texts.first, title: texts.first, onclick: () => jump(0) }, icon("first")),
    toggle,
    make("button.icon", { type: "button", "aria-label": texts.all, title: texts.all, onclick: () => jump(null) }, icon("last")),
    slider,
    told,
    pace,
  );

  function show() {
    const words = count();
    slider.max = words;
    slider.value = state.playhead ?? words;
    slider.disabled = !words;
    const read = state.playhead ?? words;
    told.textContent = fill(texts.told, { read, words });
    slider.setAttribute("aria-valuetext", told.textContent);
    toggle.replaceChildren(icon(timer ? "pause" : "play"));
    toggle.setAttribute("aria-label", timer ? texts.pause : texts.play);
    toggle.title = timer ? texts.pause : texts.play;
    pace.textContent = `${String(speed).replace("0.5", "½")}×`;
    pace.setAttribute("aria-label", fill(texts.speed, { speed }));
    pace.title = fill(texts.speed, { speed });
  }

  function faster() {
    speed = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length];
    show();
  }

  function jump(to) {
    stop();
    move(to);
  }

  function move(to) {
    const words = count();
    set({ playhead: to === null || !words ? null : Math.max(0, Math.min(words, to)) });
    show();
  }

  function start() {
    if (!count()) return;
    if (state.playhead === null || state.playhead >= count()) set({ playhead: 0 });
    since = performance.now();
    timer = requestAnimationFrame(tick);
    show();
  }

  function stop() {
    cancelAnimationFrame(timer);
    timer = null;
    show();
  }

  function tick(now) {
    const step = (PACE / speed) * Math.min(1, LONG / count());
    if (now - since >= step) {
      const steps = Math.floor((now - since) / step);
      since += steps * step;
      const to = state.playhead + steps;
      if (to >= count()) {
        stop();
        move(count());
        return;
      }
      move(to);
    }
    timer = requestAnimationFrame(tick);
  }

  // Space presses a button that the keyboard went to; one that was clicked does not keep it.
  let byKeyboard = false;
  addEventListener("focusin", (event) => (byKeyboard = event.target.matches(":focus-visible")));

  // Keys, unless something is typed or a control needs them.
  addEventListener("keydown", (event) => {
    if (state.page !== "read" || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input, textarea, select, dialog, [role=tab]")) return;
    const at = state.playhead ?? count();
    const to = {
      ArrowLeft: at - 1, ArrowRight: at + 1, PageUp: at - 1, PageDown: at + 1, Home: 0, End: null,
    }[event.key];
    const pressed = byKeyboard && event.target.closest("button, a, summary");
    if (event.key === " " && !pressed) timer ? stop() : start();
    else if (to !== undefined) jump(to === null ? null : Math.max(0, to));
    else return;
    event.preventDefault();
  });
  on("playhead", show);
  stillness.addEventListener?.("change", show);
  show();
  return { element, show, stop };
}
