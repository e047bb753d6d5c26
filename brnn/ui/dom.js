// Shared by every part. What a visitor typed becomes text nodes only, never markup.
const node = element.querySelector(".part");

function make(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children.filter((child) => child !== "" && child != null));
  return made;
}

function drawNowAndOnChange(draw) {
  draw(props.value);
  watch("value", () => draw(props.value));
}
