// The rows of a stage, from the top, and what lies at a point of it. All lengths in pixels.

const ORDER = ["forward", "evidence", "backward"];

// readers: those that have a row. shares: heights of rows, by kind (brnn/figures/look.py). top: where
// the first row's title begins. Each row stands under a title; together they fill the height.
export function rowsOf(readers, shares, top, height, title) {
  const names = ORDER.filter((name) => name === "evidence" || readers.includes(name));
  const share = (name) => (name === "evidence" ? shares.evidence : shares.memory);
  const all = names.reduce((sum, name) => sum + share(name), 0);
  const unit = Math.max(0, height - names.length * title) / all;
  let at = top;
  return names.map((name) => {
    const row = { name, top: at + title, bottom: at + title + share(name) * unit };
    at = row.bottom;
    return row;
  });
}

// Returns { word, row, unit, at } of a point: word from 0; row: its name, if there is one; in a
// memory the unit, and in which place from the top it stands. null: there is no word.
export function cellAt(x, y, column, rows, { words, states }) {
  const word = Math.floor(x / column);
  if (word < 0 || word >= words.length) return null;
  const row = rows.find(({ top, bottom }) => y >= top && y < bottom);
  const units = states?.[row?.name]?.units;
  if (!units?.length) return { word, row: row?.name };
  const at = Math.floor(((y - row.top) / (row.bottom - row.top)) * units.length);
  return { word, row: row.name, unit: units[at], at };
}
