// Reports a lost connection and a busy server; the text is kept, and read once the server is back.
import { make, write } from "./dom.js";
import { on, state } from "./store.js";

const EVERY = 4000; // milliseconds

export function connection(texts) {
  const notice = make("p.lost", { role: "alert", hidden: true });
  const busy = make("p.lost", { role: "status", hidden: true });

  async function look() {
    if (document.hidden) return;
    const there = await fetch("gradio_api/app_id", { cache: "no-store" }).then(({ ok }) => ok, () => false);
    // Gradio's own session is gone with the connection: begin a new one, with the same text.
    if (there && !notice.hidden) location.reload();
    if (there) return;
    write(notice, texts.lost);
  }

  setInterval(look, EVERY);
  for (const event of ["offline", "online"]) addEventListener(event, look);
  document.addEventListener("visibilitychange", look);
  on("busy", () => write(busy, state.busy ? texts.retrying : ""));
  return [notice, busy];
}
