// What the model read: the text itself, with what it did not know or did not reach marked in place.
const title = make("h2", "");
const hint = make("p", "hint");
const text = make("div", "text");
text.tabIndex = 0;
text.dir = "auto";
text.setAttribute("role", "region");
const legend = make("p", "legend");
const model = make("p", "model");
node.append(title, hint, text, legend, model);

function stretch([kind, part]) {
  return kind ? make("span", kind, part) : document.createTextNode(part);
}


drawNowAndOnChange((value) => {
  node.hidden = value?.state !== "words";
  if (node.hidden) return;
  title.textContent = value.title;
  text.setAttribute("aria-label", value.title);
  hint.textContent = value.hint;
  text.replaceChildren(...value.segments.map(stretch));
  // Where only the end is read, the reading begins far down: show where.
  const [first] = text.children;
  const above = first?.className === "cut" && text.firstChild === first;
  text.scrollTop = above ? first.offsetHeight - text.clientHeight / 2 : 0;
  legend.replaceChildren(
    ...value.legend.map(({ kind, sample, text }) =>
      make("span", "entry", sample && make("i", kind, sample), text),
    ),
  );
  model.textContent = value.model;
});
