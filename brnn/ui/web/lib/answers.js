// The answers to one kind of question, kept: whoever asks again does not wait again.
import { latest } from "./server.js";

const KEPT = 200; // answers

// arrived(): is called whenever an answer has come, or none will come.
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

  // Asks, unless the answer is there or under way. One that failed is asked for again.
  function ask(question) {
    const key = JSON.stringify(question);
    if (kept.get(key)?.kind === name || awaited === key) return;
    kept.delete(key);
    awaited = key;
    send(question);
  }

  // The answer: undefined as long as it is awaited, of another kind or null where there is none.
  const of = (question) => kept.get(JSON.stringify(question));
  return { ask, of };
}
