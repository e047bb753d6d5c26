// The verdict: label and probability, a rope pulled from both ends, the ledger in one line.
const heading = make("p", "verdict-label");
const rope = make("div", "rope");
const fill = make("i", "fill");
const knot = make("i", "knot");
const track = make("div", "track", fill, make("i", "middle"), knot);
const ends = [make("span", ""), make("span", "")];
rope.append(ends[0], track, ends[1]);
rope.setAttribute("aria-hidden", "true");
const sum = make("p", "sum");
const note = make("p", "note");
const spoken = make("p", "spoken");
spoken.setAttribute("role", "status");
node.append(heading, rope, sum, note, spoken);

let speaking;
function speak(text) {
  // Said once typing rests, else every letter would be read aloud.
  clearTimeout(speaking);
  speaking = setTimeout(() => (spoken.textContent = text), 900);
}

function term({ arrow, value, name }) {
  const amount = make("b", "", arrow ? `${arrow} ${value}` : value);
  return make("span", "term", amount, make("small", "", name));
}

function drawMessage({ title, details }, waiting) {
  node.dataset.state = waiting ? "waiting" : "message";
  heading.replaceChildren(make("span", "message", title));
  sum.replaceChildren();
  note.replaceChildren(...details.map((line) => make("span", "line", line)));
  speak([title, ...details].join(". "));
}

function drawVerdict(value) {
  node.dataset.state = "verdict";
  node.dataset.sign = value.sign;
  heading.replaceChildren(
    make("span", "label", value.label),
    make("span", "percent", value.percent),
    make("small", "", value.of),
  );
  ends.forEach((end, i) => (end.textContent = value.ends[i]));
  const at = value.probability;
  knot.style.left = `${100 * at}%`;
  fill.style.left = `${100 * Math.min(at, 0.5)}%`;
  fill.style.width = `${100 * Math.abs(at - 0.5)}%`;
  const spans = [...value.terms, value.total].map(term);
  spans.at(-1).classList.add("total");
  sum.replaceChildren(...spans);
  sum.title = value.check;
  note.replaceChildren(value.note);
  note.title = value.check;
  speak(value.spoken);
}

drawNowAndOnChange((value) => {
  if (!value) drawMessage(props.loading, true);
  else if (value.state === "message") drawMessage(value, false);
  else drawVerdict(value);
});
