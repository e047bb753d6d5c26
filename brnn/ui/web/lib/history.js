// A text that is edited word by word: what it was, what it is, and the words that were deleted.
//
// It is kept letter by letter (code points, as Python counts). The letters of a deleted word stay among
// them as gone, so that it comes back where it stood, whatever was edited since and in whatever order
// words come back.

const ENDS_IN_WORD = /[\p{L}\p{N}\p{M}'’]$/u;
const BEGINS_AS_WORD = /^[\p{L}\p{N}\p{M}'’]/u;
const CLOSES = /^[\s.,;:!?…)\]»”]/;

// A space, if two stretches would run into one word without it.
const between = (left, right) => (ENDS_IN_WORD.test(left) && BEGINS_AS_WORD.test(right) ? " " : "");
const lettersOf = (text) => [...text].map((letter) => ({ letter, gap: null }));
const textOf = (letters) => letters.map(({ letter }) => letter).join("");

// The letters that are seen: where some are gone no space is left over, and no two words become one.
function seenOf(letters) {
  const seen = [];
  let gone = false;
  for (const one of letters) {
    const left = seen.at(-1)?.letter ?? "";
    const cut = gone && one.letter === " " && /^\s?$/.test(left);
    if (gone && !one.gap && !cut) {
      if (left === " " && CLOSES.test(one.letter)) seen.pop();
      else seen.push(...lettersOf(between(left, one.letter)));
    }
    if (!one.gap && !cut) seen.push(one);
    gone = Boolean(one.gap);
  }
  if (gone && seen.at(-1)?.letter === " ") seen.pop();
  return seen;
}

export class History {
  entries = [{ text: "" }];
  at = 0;

  // Begins anew with a text that was typed.
  begin(text) {
    this.entries = [{ text }];
    this.at = 0;
  }

  get text() {
    return this.entries[this.at].text;
  }

  // The text before the last edit that is in force; null: there is none.
  get before() {
    return this.entries[this.at - 1]?.text ?? null;
  }

  // The words that are gone, { words } each, in the order of the text: for `restore`.
  get gaps() {
    return [...new Set(this.entries[this.at].letters?.map(({ gap }) => gap))].filter(Boolean);
  }

  get canRedo() {
    return this.at < this.entries.length - 1;
  }

  // Words, by the places of their letters, the last one excluded.
  words(from, to) {
    return textOf(seenOf(this.#letters).slice(from, to));
  }

  replace(from, to, words) {
    const seen = seenOf(this.#letters);
    const put = between(seen[from - 1]?.letter ?? "", words) + words;
    const made = lettersOf(put + between(put, seen[to]?.letter ?? ""));
    const old = new Set(seen.slice(from, to));
    this.#go(this.#letters.flatMap((one) => (one === seen[from] ? made : old.has(one) ? [] : one)));
  }

  delete(from, to) {
    const gap = { words: this.words(from, to) };
    const old = new Set(seenOf(this.#letters).slice(from, to));
    this.#go(this.#letters.map((one) => (old.has(one) ? { ...one, gap } : one)));
  }

  restore(gap) {
    this.#go(this.#letters.map((one) => (one.gap === gap ? { ...one, gap: null } : one)));
  }

  // Moves through the edits: −1 undoes one, +1 does it again.
  step(by) {
    this.at = Math.max(0, Math.min(this.entries.length - 1, this.at + by));
  }

  // Made only once somebody edits: a text that is typed anew has a new history at every letter.
  get #letters() {
    return (this.entries[this.at].letters ??= lettersOf(this.text));
  }

  #go(letters) {
    this.entries = [...this.entries.slice(0, this.at + 1), { letters, text: textOf(seenOf(letters)) }];
    this.at += 1;
  }
}
