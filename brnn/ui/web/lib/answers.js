// A cache of the answers to one kind of question.
import { latest } from "./server.js";

const KEPT = 200; // answers

// arrived(): called whenever an answer has arrived or failed.
export function answersTo(name, arrived) {
  const kept = new Map();
  let awaited = null;
  const settle = (answer, question) => {
    const key = JSON.stringify(question);
    if (awaited === key) awaited = null;
    if (kept.size >= KEPT) kept.clear();
    kept.set(key, answer);
    arrived();
  };
  const send = latest(name, settle, (_, question) => settle(null, question));

  // Asks unless the answer is cached or pending. Failed questions are asked again.
  function ask(question) {
    const key = JSON.stringify(question);
    if (kept.get(key)?.kind === name || awaited === key) return;
    kept.delete(key);
    awaited = key;
    send(question);
  }

  // The answer: undefined while pending; a message or null if there is none.
  const of = (question) => kept.get(JSON.stringify(question));
  return { ask, of };
}
