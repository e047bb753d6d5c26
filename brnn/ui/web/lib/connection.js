// Reports a lost connection; the text is kept, and read once the server is back.
import { make } from "./dom.js";

const EVERY = 4000; // milliseconds

export function connection(lostText) {
  const notice = make("p.lost", { role: "alert", hidden: true });
  let lost = false;

  async function look() {
    try {
      const reply = await fetch("gradio_api/app_id", { cache: "no-store" });
      if (!reply.ok) throw new Error(`status ${reply.status}`);
      // Gradio's own session is gone with the connection: begin a new one, with the same text.
      if (lost) location.reload();
    } catch {
      lost = true;
      notice.textContent = lostText;
      notice.hidden = false;
    }
  }

  setInterval(() => document.hidden || look(), EVERY);
  addEventListener("offline", look);
  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  return notice;
}
