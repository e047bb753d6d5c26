// Arrows, Home and End walk along a row of buttons, all children of one element; a column has other arrows.
export function walking(row, [back, on] = ["ArrowLeft", "ArrowRight"]) {
  row.addEventListener("keydown", (event) => {
    const buttons = [...row.children];
    const at = buttons.indexOf(document.activeElement);
    const last = buttons.length - 1;
    const to = { [back]: at - 1, [on]: at + 1, Home: 0, End: last }[event.key];
    if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation(); // these keys move the playhead elsewhere
    buttons[Math.max(0, Math.min(last, to))]?.focus();
  });
}

// Keeps as many buttons in a row as there are words; the first is the one that Tab reaches.
export function keepButtons(row, count, made) {
  while (row.children.length > count) row.lastChild.remove();
  while (row.children.length < count) {
    row.append(made({ tabindex: row.children.length ? -1 : 0, "aria-pressed": "false" }));
  }
}

// Presses one of them; null: none.
export function pressOnly(row, at) {
  for (const button of row.querySelectorAll("[aria-pressed=true]")) button.ariaPressed = false;
  if (row.children[at]) row.children[at].ariaPressed = true;
}
