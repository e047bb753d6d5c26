// A text that is edited word by word: what it was, what it is, and the words that were deleted.
//
// It is kept in pieces. A deleted word stays among them as one that is gone, so that it comes back
// where it stood, whatever was edited since and in whatever order words come back.

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
const CLOSES = /^[\s.,;:!?…)\]»”]/;

// A space, if two stretches would run into one word without it.
function between(left, right) {
  return ENDS_IN_WORD.test(left) && BEGINS_AS_WORD.test(right) ? " " : "";
}

// Pieces { words, gone } → the text, and for each piece where it begins and how much was cut there:
// where a word is gone no space is left over, and no two words become one.
function written(pieces) {
  let text = "";
  let gone = false;
  let last = null;
  const places = pieces.map((piece) => {
    if (piece.gone) {
      gone = true;
      return null;
    }
    const { words } = piece;
    let cut = 0;
    if (gone) {
      if (/(^|\s)$/.test(text) && words.startsWith(" ")) cut = 1;
      else if (text.endsWith(" ") && CLOSES.test(words)) {
        text = text.slice(0, -1);
        last.end = text.length;
      } else text += between(text, words);
    }
    const at = text.length;
    text += words.slice(cut);
    gone &&= cut === words.length;
    const place = { at, cut, end: text.length };
    if (place.end > at) last = place;
    return place;
  });
  if (gone && text.endsWith(" ")) text = text.slice(0, -1);
  return { pieces, text, places };
}

export class History {
  constructor() {
    this.begin("");
  }

  // Begins anew with a text that was typed.
  begin(text) {
    this.entries = [written([{ words: text }])];
    this.at = 0;
  }

  get text() {
    return this.entries[this.at].text;
  }

  // The text before the last edit that is in force; null: there is none.
  get before() {
    return this.at ? this.entries[this.at - 1].text : null;
  }

  // The words that are gone, in the order of the text: for `restore`.
  get gaps() {
    return this.entries[this.at].pieces.filter(({ gone }) => gone);
  }

  get canRedo() {
    return this.at < this.entries.length - 1;
  }

  // Puts other words in the place of a word: from and to in UTF-16, last excluded.
  replace(from, to, words) {
    const put = between(this.text.slice(0, from), words) + words;
    this.#edit(from, to, { words: put + between(put, this.text.slice(to)) });
  }

  delete(from, to) {
    this.#edit(from, to, { words: this.text.slice(from, to), gone: true });
  }

  restore(gap) {
    const { pieces } = this.entries[this.at];
    this.#go(pieces.map((piece) => (piece === gap ? { words: gap.words } : piece)));
  }

  // Moves through the edits: −1 undoes one, +1 does it again.
  step(by) {
    this.at = Math.max(0, Math.min(this.entries.length - 1, this.at + by));
  }

  reset() {
    this.at = 0;
  }

  #edit(from, to, piece) {
    let { pieces, places, text } = this.entries[this.at];
    let own = places.findIndex((place) => place && place.at <= from && to <= place.end);
    if (own < 0) {
      // A mark that two pieces make up: what is gone around it stays gone.
      [pieces, places, own] = [[{ words: text }], [{ at: 0, cut: 0 }], 0];
    }
    const { words } = pieces[own];
    const start = places[own].cut - places[own].at;
    const parts = [{ words: words.slice(0, start + from) }, piece, { words: words.slice(start + to) }];
    this.#go([...pieces.slice(0, own), ...parts.filter((part) => part.words), ...pieces.slice(own + 1)]);
  }

  #go(pieces) {
    this.entries = [...this.entries.slice(0, this.at + 1), written(pieces)];
    this.at += 1;
  }
}
