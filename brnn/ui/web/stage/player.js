// The player: a playhead that walks both readers at once, its controls, and the keys that move it.
import { icon, make } from "../lib/dom.js";
import { on, state } from "../lib/store.js";
import { fill } from "../lib/texts.js";

const SPEEDS = [0.5, 1, 2, 4];
const LONG = 60; // words from which on a whole walk takes as long as this many
const stacked = matchMedia("(max-width: 56.25em)"); // it stands above what it plays then

// page: the one it is on. keys: whether they move it there. words(): how many there are. at(): how many
// each reader has read; null: all, not playing. move(read): goes there. texts: `play` of READ. `show` of
// what is returned is to be called whenever the words or the playhead have changed. first: where it begins.
// fresh(): whether it does so even from the middle. pace: milliseconds a word at speed 1.
export function player(texts, {
  page, keys = false, words, at, move, first = 0, fresh = () => at() === null, pace = 450,
}) {
  let speed = 1;
  let timer = null;
  let since = 0;
  const button = (name, onclick) => (
    make("button.icon", { "aria-label": texts[name], title: texts[name], onclick }, icon(name))
  );
  const toggle = button("play", startOrStop);
  const slider = make("input", {
    type: "range", min: first, step: 1, "aria-label": texts.slider, oninput: () => jump(Number(slider.value)),
  });
  const told = make("output");
  const faster = () => setSpeed(SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length]);
  const speeds = make("button.quiet", { onclick: faster });
  const element = make(
    "div.play", { role: "group", "aria-label": texts.group },
    button("first", () => jump(first)), toggle, button("last", () => jump(null)), slider, told, speeds,
  );

  function show() {
    const read = at() ?? words();
    slider.max = words();
    slider.value = read;
    slider.disabled = !words();
    told.textContent = slider.ariaValueText = fill(texts.told, { read, steps: words() });
  }

  function setSpeed(chosen) {
    speed = chosen;
    speeds.textContent = `${String(speed).replace("0.5", "½")}×`;
    speeds.title = speeds.ariaLabel = fill(texts.speed, { speed });
  }

  function jump(to) {
    stop();
    go(to);
  }

  function go(to) {
    if (words()) move(to === null ? null : Math.max(first, Math.min(words(), to)));
    show();
  }

  function startOrStop() {
    if (timer) return stop();
    if (!words()) return;
    if (fresh() || at() >= words()) move(first);
    element.scrollIntoView({ block: stacked.matches ? "start" : "nearest" });
    since = performance.now();
    run(requestAnimationFrame(tick));
    show();
  }

  // Returns whether it was playing.
  function stop() {
    const playing = timer !== null;
    cancelAnimationFrame(timer);
    run(null);
    return playing;
  }

  function run(next) {
    timer = next;
    const does = timer ? "pause" : "play";
    toggle.replaceChildren(icon(does));
    toggle.title = toggle.ariaLabel = texts[does];
  }

  function tick(now) {
    const step = (pace / speed) * Math.min(1, LONG / words());
    const steps = Math.floor((now - since) / step);
    if (steps > 0) {
      since += steps * step;
      go(at() + steps);
      if (at() >= words()) return stop();
    }
    timer = requestAnimationFrame(tick);
  }

  // Space presses a button that the keyboard went to; one that was clicked does not keep it.
  let byKeyboard = false;
  addEventListener("focusin", (event) => (byKeyboard = event.target.matches(":focus-visible")));

  // Plays by keys, unless something is typed or a control needs them.
  addEventListener("keydown", (event) => {
    if (!keys || state.page !== page || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input, textarea, select, dialog, [role=tab]")) return;
    const now = at() ?? words();
    const again = state.presenting && event.key === "PageDown" && now >= words(); // a clicker has no space
    const to = {
      ArrowLeft: now - 1, ArrowRight: now + 1, PageUp: now - 1, PageDown: now + 1, Home: first, End: null,
    }[event.key];
    const pressed = byKeyboard && event.target.closest("button, a, summary");
    if (again || (event.key === " " && !pressed)) startOrStop();
    else if (to !== undefined) jump(to);
    else return;
    event.preventDefault();
  });

  // Plays what has not been played. Returns whether there is something.
  function begin() {
    if (at() !== null || !words() || !element.checkVisibility()) return false;
    startOrStop();
    return true;
  }

  // Plays to the end at once. Returns whether it was playing.
  function finish() {
    const playing = stop();
    if (playing) go(words());
    return playing;
  }

  on("page", (now) => now !== page && stop());
  setSpeed(speed);
  show();
  return { element, show, stop, begin, finish };
}
