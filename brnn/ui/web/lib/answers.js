// A cache of the answers to one kind of question, which is the same for all that ask it.
import { latest } from "./server.js";

const KEPT = 200; // answers
const REST = 350; // milliseconds: as each letter that is typed is a new text, slow answers wait for a pause
const caches = {}; // by the name of the question

function cacheOf(name) {
  const cache = { kept: new Map(), awaited: null, heard: [] };
  const { kept, heard } = cache;
  cache.send = latest(name, (answer, question) => {
    const key = JSON.stringify(question);
    if (cache.awaited === key) cache.awaited = null;
    if (kept.size >= KEPT) kept.clear();
    kept.set(key, answer);
    for (const arrived of heard) arrived();
  });
  return cache;
}

// arrived(): called whenever an answer, or a message in its place, has arrived.
export function answersTo(name, arrived) {
  const cache = (caches[name] ??= cacheOf(name));
  const { kept, heard, send } = cache;
  heard.push(arrived);
  let timer;

  // Asks unless the answer is cached or pending; at once, or after a pause. Failed questions are asked
  // again. null: there is no question any more.
  function ask(question, typing = false) {
    clearTimeout(timer);
    if (!question) return;
    if (typing) return void (timer = setTimeout(ask, REST, question));
    const key = JSON.stringify(question);
    if (kept.get(key)?.kind === name || cache.awaited === key) return;
    kept.delete(key);
    cache.awaited = key;
    send(question);
  }

  // The answer, or a message in its place; undefined while pending.
  const of = (question) => kept.get(JSON.stringify(question));
  return { ask, of };
}
