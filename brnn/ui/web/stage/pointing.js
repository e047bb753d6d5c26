// What a pointer does over a stage: it lights words, shows their numbers, and chooses words, units or states.
import { cellAt } from "../lib/layout.js";

export function pointing(stage) {
  const { sheet, frame, tip, on } = stage;

  function under(event) {
    const box = sheet.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    return cellAt(x, y, stage.columns.column, stage.rows, stage.view.cells(stage.value));
  }

  sheet.addEventListener("pointermove", (event) => {
    if (!stage.columns || event.pointerType === "touch") return;
    const found = under(event);
    on.lit?.(found?.word ?? null);
    if (found) tip.show(found, stage.value, event, frame.getBoundingClientRect());
    else tip.hide();
  });
  stage.element.addEventListener("drawn", () => tip.hide()); // it tells of what was drawn before
  sheet.addEventListener("pointerleave", () => (tip.hide(), on.lit?.(null)));
  sheet.addEventListener("click", (event) => {
    if (!stage.columns) return;
    const found = stage.pressedBy(event.target) ?? under(event);
    if (!found) return;
    const { word, row, unit, lane } = found;
    if (unit !== undefined) on.unit?.(row, unit, word);
    else if (row && stage.view.name === "network" && on.state) on.state(row, word);
    else on.word?.(word, lane);
  });
}
