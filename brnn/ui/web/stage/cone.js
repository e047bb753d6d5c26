// The light cone of an edit, over a stage: how much each memory changed at each word, as a rim over
// it, and where the edit is. A memory without a rim is the same bit for bit.
import { make } from "../lib/dom.js";

const HIGH = 6; // pixels of the largest change
const SEEN = 1; // pixels of the smallest nonzero change

export function cone(stage) {
  const rims = { forward: make("i.rim"), backward: make("i.rim") };
  const place = make("i.edited-place");
  stage.sheet.append(rims.forward, rims.backward, place);
  let shown = null;

  function draw() {
    const { value, columns, rows } = stage;
    const fits = shown && columns && rows && value.text === shown.text;
    for (const [reader, rim] of Object.entries(rims)) {
      const row = rows?.find(({ name }) => name === reader);
      const changed = fits && row && shown.changed[reader];
      rim.hidden = !changed?.length;
      if (rim.hidden) continue;
      rim.style.top = `${row.top - HIGH}px`;
      rim.style.height = `${HIGH}px`;
      rim.style.width = `${columns.width}px`;
      rim.style.clipPath = outline(changed, columns.column);
    }
    place.hidden = !fits || !shown.span;
    if (place.hidden) return;
    const [first, last] = shown.span;
    const seam = first === last ? 2 : 0; // where words are gone
    place.style.transform = `translateX(${Math.max(0, first * columns.column - seam / 2)}px)`;
    place.style.width = `${seam || (last - first) * columns.column}px`;
  }

  // changed: by reader, 0 … 1 for each word; span: words that were edited; null: no cone.
  function show(cone) {
    shown = cone;
    draw();
  }

  stage.element.addEventListener("drawn", draw);
  show(null);
  return { show };
}

// One step for each word, from the lower edge of the rim.
function outline(changed, column) {
  const height = (share) => (share > 0 ? Math.max(SEEN, share * HIGH) : 0);
  const step = (share, i) => [i, i + 1].map((x) => `${x * column}px ${HIGH - height(share)}px`);
  const points = changed.flatMap(step);
  return `polygon(0 ${HIGH}px, ${points.join(", ")}, ${changed.length * column}px ${HIGH}px)`;
}
