// The whole text in one strip: the colours of its words, the window that is seen and, while somebody plays,
// the heads of both readers. Drag to move the window.
import { colouring, css } from "../lib/colours.js";
import { make } from "../lib/dom.js";

const HEIGHT = 24;

export function overview(scroller) {
  const canvas = make("canvas");
  const seen = make("i.seen");
  const heads = { forward: make("i.head.forward"), backward: make("i.head.backward") };
  const parts = [canvas, ...Object.values(heads), seen];
  const element = make("div.overview", { "aria-hidden": "true", hidden: true }, parts);

  function follow() {
    const whole = Math.max(1, scroller.scrollWidth);
    seen.style.left = `${(100 * scroller.scrollLeft) / whole}%`;
    seen.style.width = `${Math.min(100, (100 * scroller.clientWidth) / whole)}%`;
  }

  // tints: −1 … 1 for each word, of each reader from the top, undefined: none. width: pixels that it has.
  function draw(tints, width) {
    if (element.hidden) return;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.max(1, width * ratio);
    canvas.height = HEIGHT * ratio;
    const pen = canvas.getContext("2d");
    const colour = colouring();
    const half = canvas.height / tints.length;
    tints.forEach((values, row) => values?.forEach((value, i) => {
      const [from, to] = [i, i + 1].map((word) => (word / values.length) * canvas.width);
      pen.fillStyle = css(colour(value));
      pen.fillRect(from, row * half, Math.max(1, to - from), half);
    }));
  }

  // Shows what has been read, see marks.js.
  function read(share, readers) {
    for (const [reader, head] of Object.entries(heads)) {
      head.hidden = share === null || !readers.includes(reader);
      head.style.left = `${100 * (reader === "forward" ? share : 1 - share)}%`;
    }
  }

  function moveTo(event) {
    const box = element.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    scroller.scrollLeft = share * scroller.scrollWidth - scroller.clientWidth / 2;
  }
  element.addEventListener("pointerdown", (event) => {
    element.setPointerCapture(event.pointerId);
    moveTo(event);
  });
  element.addEventListener("pointermove", (event) => event.buttons && moveTo(event));
  scroller.addEventListener("scroll", follow, { passive: true });
  const sizes = new ResizeObserver(follow); // after the browser has laid them out
  for (const sized of [scroller, scroller.firstChild]) sizes.observe(sized);
  return { element, draw, read };
}
