// Questions to the server. Each is one function of brnn/ui/answers; the answer is plain JSON.

let server;
let arrived;
const ready = new Promise((resolve) => (arrived = resolve));

// page.py hands over Gradio's `server` object, in which every function of the page stands.
export function connect(functions) {
  server = functions;
  arrived();
}

// Returns the answer. A message to the visitor, too, is an answer: its `state` is "message".
export async function ask(name, question = {}) {
  await ready;
  return server[name](question);
}

// Returns a function that asks with the newest question only: while one is under way the next
// waits, and a newer one takes its place. `deliver(answer, question)` gets what comes back, unless
// `forget()` was called since: then nothing waits for it any more, either.
export function latest(name, deliver, failed = () => {}) {
  let busy = false;
  let waiting = null;
  let turn = 0;
  async function run(question) {
    if (busy) {
      waiting = question;
      return;
    }
    busy = true;
    const mine = turn;
    try {
      const answer = await ask(name, question);
      if (mine === turn) deliver(answer, question);
    } catch (error) {
      if (mine === turn) failed(error, question);
    } finally {
      if (mine === turn) {
        busy = false;
        const next = waiting;
        waiting = null;
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
