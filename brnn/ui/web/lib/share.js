// Sharing: a link that shows what is seen.
import { make, write } from "./dom.js";
import { addressOf, isAlone } from "./link.js";
import { menu } from "./menu.js";
import { thousands } from "./numbers.js";
import { ask } from "./server.js";
import { fill } from "./texts.js";

const LONG = 2000; // characters of a link that some messengers cut

// fragment(): the part of the link that says what is seen.
export function sharing(texts, fragment) {
  let own = addressOf(location, document.referrer, window.parent !== window);
  const select = () => field.select();
  const field = make("input", { type: "text", readonly: true, "aria-label": texts.link, onfocus: select });
  const said = make("p", { role: "status" });
  const alone = make("p.note", { hidden: true });
  const long = make("p.note", { hidden: true });
  if (isAlone(location.hostname)) findOthers();

  // An address of this computer alone is of no use to others; they may have one of their own.
  async function findOthers() {
    write(alone, texts.alone);
    const { others } = await ask("address").catch(() => ({}));
    if (!others) return;
    own = new URL(location.pathname, others).href;
    write(alone, texts.network);
  }

  async function copy() {
    const link = own + fragment();
    field.value = link;
    write(long, link.length > LONG ? fill(texts.long, { count: thousands(link.length) }) : "");
    try {
      await navigator.clipboard.writeText(link);
      said.textContent = texts.copied;
    } catch {
      said.textContent = texts.refused;
      field.focus();
      field.select();
    }
  }

  return menu(texts.share, [said, field, alone, make("p.note", texts.holds), long], copy).element;
}
