// Questions and answers. Each question is one of brnn/ui/answers; the answer is plain JSON. Answers
// come from a server or from the data of a saved page; callers cannot tell which.

import { set, state } from "./store.js";

export const PATIENCE = 300; // milliseconds after which a model that is awaited is said to be loading
let answering;
let words;

// answerer(name, question) returns the answer to come. messages: title and note of every message.
export function connect(answerer, messages = {}) {
  answering = answerer;
  words = messages;
}

// Asks the server that the page came from. The address is relative, so that it works behind a proxy.
export function overHttp() {
  const headers = { "Content-Type": "application/json", Visitor: Math.random().toString(36).slice(2) };
  return async (name, question) => {
    const reply = await fetch(`ask/${name}`, { method: "POST", headers, body: JSON.stringify(question) });
    const answer = await reply.json();
    return answer.about === "busy" ? { ...answer, after: Number(reply.headers.get("Retry-After")) } : answer;
  };
}

// Returns the answer. A message to the visitor, too, is an answer: it has a title and details. A server
// that is busy is asked again, while state.busy says so, until the question is no longer `wanted`.
export async function ask(name, question = {}, wanted = () => true) {
  for (;;) {
    const answer = await answering(name, question);
    if (answer.about !== "busy") return told(answer);
    set({ busy: state.busy + 1 });
    // Not all at the same time.
    await new Promise((go) => setTimeout(go, 1000 * (answer.after || 1) * (0.5 + Math.random())));
    set({ busy: state.busy - 1 });
    if (!wanted()) return told(answer);
  }
}

function told(answer) {
  const said = answer.kind === "message" && words[answer.about];
  if (!said) return answer;
  return { ...answer, title: said.title, details: [...answer.details, said.note].filter(Boolean) };
}

// Returns a function that asks with the newest question only: while one is under way the next
// waits, and a newer one takes its place. `deliver(answer, question)` gets what comes back, a message
// with `lost` if nothing does, unless `forget()` was called since: then nothing waits for it any more,
// either. newestOnly: nor does it get an answer while a newer question waits.
export function latest(name, deliver, { newestOnly = false } = {}) {
  let busy = false;
  let waiting = null;
  let turn = 0;
  async function run(question) {
    if (busy) return void (waiting = question);
    busy = true;
    const mine = turn;
    const lost = () => told({ kind: "message", about: "failed", lost: true, title: "", details: [] });
    try {
      const answer = await ask(name, question, () => mine === turn && !waiting).catch(lost);
      const outdated = waiting && (newestOnly || answer.about === "busy");
      if (mine === turn && !outdated) deliver(answer, question);
    } finally {
      if (mine === turn) {
        const next = waiting;
        run.forget();
        if (next) run(next);
      }
    }
  }
  run.forget = () => {
    turn += 1;
    busy = false;
    waiting = null;
  };
  return run;
}
