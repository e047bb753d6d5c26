// Says when the server is out of reach, and keeps what was typed until it is back.
const EVERY = 4000; // milliseconds
const KEY = "brnn.text";
let lost = false;
node.hidden = true;
node.setAttribute("role", "alert");

document.querySelector("#review textarea")?.setAttribute("dir", "auto");
addEventListener("pagehide", () => {
  try {
    // Stays in this tab of this browser; the page asks for it when it loads again.
    sessionStorage.setItem(KEY, document.querySelector("#review textarea").value);
  } catch {
    // No room or not allowed: then there is nothing to come back to.
  }
});

async function serverId() {
  const reply = await fetch("gradio_api/app_id", { cache: "no-store" });
  if (!reply.ok) throw new Error(`status ${reply.status}`);
  return (await reply.json()).app_id;
}

async function look() {
  try {
    await serverId();
    // Gradio's own session is gone with the connection: begin a new one, with the same text.
    if (lost) location.reload();
  } catch {
    lost = true;
    node.textContent = props.lost;
    node.hidden = false;
  }
}

setInterval(() => document.hidden || look(), EVERY);
addEventListener("offline", look);
addEventListener("online", look);
document.addEventListener("visibilitychange", () => document.hidden || look());
