// A cache of the answers to one kind of question.
import { latest } from "./server.js";

const KEPT = 200; // answers
const REST = 350; // milliseconds: as each letter that is typed is a new text, slow answers wait for a pause

// arrived(): called whenever an answer, or a message in its place, has arrived.
export function answersTo(name, arrived) {
  const kept = new Map();
  let awaited = null;
  let timer;
  const send = latest(name, (answer, question) => {
    const key = JSON.stringify(question);
    if (awaited === key) awaited = null;
    if (kept.size >= KEPT) kept.clear();
    kept.set(key, answer);
    arrived();
  });

  // Asks unless the answer is cached or pending; at once, or after a pause. Failed questions are asked
  // again. null: there is no question any more.
  function ask(question, typing = false) {
    clearTimeout(timer);
    if (!question) return;
    if (typing) return void (timer = setTimeout(ask, REST, question));
    const key = JSON.stringify(question);
    if (kept.get(key)?.kind === name || awaited === key) return;
    kept.delete(key);
    awaited = key;
    send(question);
  }

  // The answer, or a message in its place; undefined while pending.
  const of = (question) => kept.get(JSON.stringify(question));
  return { ask, of };
}
