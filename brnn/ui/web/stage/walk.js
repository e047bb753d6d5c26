// A walk through a stage of its own: a slider and a button that let both readers read word by word.
import { fill, icon, make } from "../lib/dom.js";

const PACE = 600; // milliseconds a word

export function walk(texts, stage) {
  let count = 0;
  let timer = null;
  const toggle = make("button.icon", { type: "button", onclick: () => (timer ? stop() : start()) });
  const slider = make("input", { type: "range", min: 0, step: 1, "aria-label": texts.slider, oninput: () => (stop(), move(Number(slider.value))) });
  const told = make("output");
  const element = make("div.walk", { role: "group", hidden: true }, toggle, slider, told);

  function show() {
    toggle.replaceChildren(icon(timer ? "pause" : "play"));
    toggle.title = timer ? texts.pause : texts.play;
    toggle.setAttribute("aria-label", toggle.title);
  }

  function move(to) {
    slider.value = to;
    told.textContent = fill(texts.told, { read: to, words: count });
    slider.setAttribute("aria-valuetext", told.textContent);
    stage.playAt(to === count ? null : to);
  }

  function start() {
    if (!count) return;
    if (Number(slider.value) === count) move(0);
    timer = setInterval(() => {
      move(Number(slider.value) + 1);
      if (Number(slider.value) === count) stop();
    }, PACE);
    show();
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    show();
  }

  // Begins anew with a reading of so many words, all of them read.
  function reset(words) {
    stop();
    count = words;
    slider.max = words;
    slider.disabled = !words;
    move(words);
  }
  return { element, reset, stop };
}
