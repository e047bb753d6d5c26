// A text that is edited word by word: what it was, what it is, and the gaps that deleted words left.

// Where a code point of a text (as Python counts) stands in UTF-16 (as scripts count).
export function placeOf(text, points) {
  let place = 0;
  for (let seen = 0; seen < points && place < text.length; seen += 1) {
    place += text.codePointAt(place) > 0xffff ? 2 : 1;
  }
  return place;
}

const ENDS_IN_WORD = /[\p{L}\p{N}\p{M}'’]$/u;
const BEGINS_AS_WORD = /^[\p{L}\p{N}\p{M}'’]/u;

// A space, if two stretches would run into one word without it.
function between(left, right) {
  return ENDS_IN_WORD.test(left) && BEGINS_AS_WORD.test(right) ? " " : "";
}

// What to take out with a word, so that no space is left over: from and to, last excluded.
function stretch(text, from, to) {
  const [before, after] = [text.slice(0, from), text.slice(to)];
  if (/(^|\s)$/.test(before) && /^ /.test(after)) return [from, to + 1];
  if (/ $/.test(before) && /^($|[\s.,;:!?…)\]»”])/.test(after)) return [from - 1, to];
  return [from, to];
}

// An entry is { text, gaps }; gaps: { at, removed, filler, word }, from the first to the last.
export class History {
  constructor() {
    this.begin("");
  }

  // Begins anew with a text that was typed.
  begin(text) {
    this.entries = [{ text, gaps: [] }];
    this.at = 0;
  }

  get text() {
    return this.entries[this.at].text;
  }

  get gaps() {
    return this.entries[this.at].gaps;
  }

  // The text before the last edit that is in force; null: there is none.
  get before() {
    return this.at ? this.entries[this.at - 1].text : null;
  }

  get canRedo() {
    return this.at < this.entries.length - 1;
  }

  // Puts other words in the place of a word: from and to in UTF-16, last excluded.
  replace(from, to, words) {
    const [left, right] = [this.text.slice(0, from), this.text.slice(to)];
    const put = between(left, words) + words;
    const end = between(put, right);
    this.#go(left + put + end + right, this.#moved(from, to, put.length + end.length));
  }

  delete(from, to, word) {
    const { text } = this;
    const [first, last] = stretch(text, from, to);
    const [left, right] = [text.slice(0, first), text.slice(last)];
    const filler = between(left, right);
    const gap = { at: first, removed: text.slice(first, last), filler, word };
    const moved = this.#moved(first, last, filler.length);
    // Gaps at the word's own place keep their order: those before it stay before it.
    const before = this.gaps.filter(({ at }) => at <= first).length;
    this.#go(left + filler + right, [...moved.slice(0, before), gap, ...moved.slice(before)]);
  }

  restore(gap) {
    const { text, gaps } = this;
    const { at, removed, filler } = gap;
    const own = text.startsWith(filler, at) ? filler.length : 0;
    const order = gaps.indexOf(gap);
    const by = removed.length - own;
    const rest = gaps.map((other, i) => (i > order ? { ...other, at: other.at + by } : other));
    this.#go(text.slice(0, at) + removed + text.slice(at + own), rest.filter((_, i) => i !== order));
  }

  // Moves through the edits: −1 undoes one, +1 does it again.
  step(by) {
    this.at = Math.max(0, Math.min(this.entries.length - 1, this.at + by));
  }

  reset() {
    this.at = 0;
  }

  #go(text, gaps) {
    this.entries = [...this.entries.slice(0, this.at + 1), { text, gaps }];
    this.at += 1;
  }

  #moved(from, to, length) {
    return this.gaps.map((gap) => {
      if (gap.at <= from) return gap;
      return { ...gap, at: gap.at >= to ? gap.at + length - (to - from) : from + length };
    });
  }
}
