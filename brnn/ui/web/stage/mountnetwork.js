// A reading as an unrolled network with its player, wherever it is put: one reader, or all that there are.
import { unrolled } from "../lib/network.js";
import { player } from "./player.js";
import { Stage } from "./stage.js";

// place: an element, which gets the stage and the player as its last children. texts: READ of
// brnn/ui/texts/read.py. page: the page it stands on, which stops it when it is left. readers: those that are
// drawn, of those that there are; null: all. on: what to do when a word or a state is chosen, see stage.js.
//
// Returns { show(picture), playing, stage }. picture: of lib/reading.js, with words. It is shown as read to the end.
export function mountNetwork(place, texts, { page, readers = null, on = {} }) {
  let words = 0;
  let read = null;
  const stage = new Stage(texts.stage, { lit: (word) => stage.light(word), ...on });
  const playing = player(texts.play, {
    page, words: () => words, at: () => read, move: (to) => stage.playAt((read = to)),
  });
  place.append(stage.element, playing.element);

  function show(picture) {
    const drawn = picture.readers.filter((reader) => readers?.includes(reader) ?? true);
    words = picture.words.length;
    playing.stop();
    stage.playAt((read = null));
    stage.show(unrolled(picture, texts, drawn));
    playing.show();
  }

  return { show, playing, stage };
}
