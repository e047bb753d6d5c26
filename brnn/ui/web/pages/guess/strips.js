// The words of a text in lines, each with how surprising it is to the past, to both and to the future.
import { make } from "../../lib/dom.js";
import { bitsIn, MOST_BITS } from "../../lib/guesses.js";
import { fill } from "../../lib/texts.js";
import { keepButtons, pressOnly, walking } from "../../stage/walk.js";

// Called are chosen(word) and lit(word or null).
export function strips(texts, { chosen, lit }) {
  const row = make("div.cells", { role: "group", "aria-label": texts.words });
  const names = make("div.names", { "aria-hidden": "true" });
  const scroller = make("div.scroller", names, row);
  let shown = null;
  walking(row);

  const placeOf = ({ target }) => [...row.children].indexOf(target.closest(".word"));
  row.addEventListener("click", (event) => placeOf(event) >= 0 && chosen(placeOf(event)));
  for (const [come, go] of [["pointerover", "pointerleave"], ["focusin", "focusout"]]) {
    row.addEventListener(come, (event) => lit(placeOf(event) < 0 ? null : placeOf(event)));
    row.addEventListener(go, () => lit(null));
  }

  function show(picture) {
    shown = picture;
    const { words, heads } = picture;
    const level = (head) => make(`span.level.${head}`, make("i"));
    keepButtons(row, words.length, (attributes) => make("button.word", attributes, make("span.name")));
    words.forEach((word, i) => {
      const button = row.children[i];
      const name = button.lastChild;
      if (button.children.length !== heads.length + 1) button.replaceChildren(...heads.map(level), name);
      heads.forEach((head, at) => {
        const bits = Math.min(MOST_BITS, word.bits?.[head] ?? 0);
        button.children[at].firstChild.style.height = `${((100 * bits) / MOST_BITS).toFixed(1)}%`;
      });
      button.classList.toggle("unknown", word.unknown && !word.blank);
    });
    arrange();
  }

  // Hides a word, and says of all what they are. covered: whether somebody is to guess it.
  function press(at, covered) {
    pressOnly(row, at);
    shown.words.forEach((word, i) => {
      const name = i === at || word.blank ? texts.blank : word.label;
      const button = row.children[i];
      if (button.lastChild.textContent !== name) button.lastChild.textContent = name;
      const bits = covered && i === at ? texts.covered : bitsIn(word, shown.heads, texts);
      button.ariaLabel = fill(texts.spoken, { word: name, place: i + 1, bits });
    });
    arrange();
    const button = row.children[at];
    if (!button) return;
    const [top, bottom] = [button.offsetTop, button.offsetTop + button.offsetHeight];
    const { scrollTop, clientHeight } = scroller;
    if (top < scrollTop || bottom > scrollTop + clientHeight) scroller.scrollTop = top;
  }

  function light(at) {
    row.querySelector(".lit")?.classList.remove("lit");
    row.children[at]?.classList.add("lit");
  }

  // Every line has the names of its strips.
  function arrange() {
    const tops = [...new Set([...row.children].map((button) => button.offsetTop))];
    names.replaceChildren(...tops.map((top) => make(
      "div", { style: `top: ${top}px` }, shown.heads.map((head) => make("span", texts.named[head])),
    )));
  }
  new ResizeObserver(() => shown && row.clientWidth && arrange()).observe(row);

  return { element: scroller, show, press, light };
}
