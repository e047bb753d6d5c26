// A quiet line: models that were left out, and why.
drawNowAndOnChange((value) => {
  node.hidden = !value?.text;
  node.textContent = value?.text ?? "";
});
