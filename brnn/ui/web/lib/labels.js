// Words of a visitor as labels: bounded and harmless. They become text nodes, so nothing is escaped.

const MOST_LETTERS = 14;
// Control characters, and marks that would turn the writing direction of the labels beside them;
// not the joiners, with which emoji and several scripts are written.
const HARMFUL = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

export function label(word, letters = MOST_LETTERS) {
  const all = [...word];
  const shown = all.length <= letters ? all : [...all.slice(0, letters - 1), "…"];
  return shown.join("").replace(HARMFUL, "�");
}

// A word within a sentence: bounded, and kept from turning the direction of the words around it.
export function isolated(word, letters = 24) {
  return `\u2068${label(word, letters)}\u2069`;
}
