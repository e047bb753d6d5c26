// The whole text in one strip: what each word added, and the window that is seen. Drag to move it.
import { css, onScale } from "../lib/colours.js";
import { make } from "../lib/dom.js";

const HEIGHT = 24;

export function overview(scroller) {
  const canvas = make("canvas");
  const seen = make("i.seen");
  const element = make("div.overview", { "aria-hidden": "true", hidden: true }, canvas, seen);

  function follow() {
    const whole = Math.max(1, scroller.scrollWidth);
    seen.style.left = `${(100 * scroller.scrollLeft) / whole}%`;
    seen.style.width = `${Math.min(100, (100 * scroller.clientWidth) / whole)}%`;
  }

  function draw({ words, delta, scale, readers }) {
    const ratio = window.devicePixelRatio || 1;
    const width = element.clientWidth;
    canvas.width = Math.max(1, width * ratio);
    canvas.height = HEIGHT * ratio;
    const pen = canvas.getContext("2d");
    const half = canvas.height / readers.length;
    words.forEach((_, i) => {
      const [from, to] = [(i / words.length) * canvas.width, ((i + 1) / words.length) * canvas.width];
      readers.forEach((reader, row) => {
        pen.fillStyle = css(onScale(delta[reader][i] / scale));
        pen.fillRect(from, row * half, Math.max(1, to - from), half);
      });
    });
    follow();
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
  return { element, draw, follow };
}
