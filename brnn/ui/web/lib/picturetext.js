// The words of a picture: each is written where the browser has put it.

export function write(pen, node, style) {
  if (!node.data.trim()) return;
  take(pen, style);
  if (style.writingMode.startsWith("vertical")) return writeStanding(pen, node, style);
  const { scrollWidth, clientWidth } = node.parentElement;
  if (style.textOverflow === "ellipsis" && scrollWidth > clientWidth) {
    return put(pen, shortened(pen, node.data, clientWidth), rects(node, 0, 1)[0]);
  }
  for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
    const [first, ...more] = rects(node, index, index + word.length);
    if (!first) continue;
    if (!more.length) put(pen, word, first);
    else for (const { segment, index: at } of letters.segment(word)) {
      put(pen, segment, rects(node, index + at, index + at + segment.length)[0]);
    }
  }
}

// line: the style of the element that has it.
export function underline(pen, node, style, line) {
  if (!node.data.trim() || style.writingMode.startsWith("vertical")) return;
  pen.save();
  pen.strokeStyle = line.textDecorationColor;
  pen.lineWidth = parseFloat(line.textDecorationThickness) || 1;
  pen.setLineDash(line.textDecorationStyle === "dotted" ? [2, 2] : []);
  const below = (parseFloat(line.textUnderlineOffset) || 1) + pen.lineWidth / 2;
  const from = node.data.search(/\S/);
  for (const rect of rects(node, from, node.data.trimEnd().length)) {
    const y = baseOf(pen, "x", rect) + below;
    pen.beginPath();
    pen.moveTo(rect.left, y);
    pen.lineTo(rect.right, y);
    pen.stroke();
  }
  pen.restore();
}

// The number of an item, or the sign of what can be unfolded.
export function writeMarker(pen, element, style, { left, top }) {
  const { listStyleType: type } = style;
  const items = [...element.parentNode.children];
  const folds = element.matches("summary");
  const marker = folds ? (element.parentNode.open ? "▾" : "▸") : `${items.indexOf(element) + 1}.`;
  if (type === "none" || (!folds && type !== "decimal")) return;
  take(pen, style);
  const inside = folds || style.listStylePosition === "inside";
  const height = parseFloat(style.lineHeight) || 1.2 * parseFloat(style.fontSize);
  const before = inside ? 0 : pen.measureText(`${marker} `).width;
  put(pen, marker, { left: left - before, top: top + parseFloat(style.paddingTop), height });
}

// What does not lay out its text where scripts can see it: in the middle of a line of its own.
export function writeLine(pen, text, style, { left, top, height }) {
  take(pen, style);
  const before = parseFloat(style.paddingLeft) + parseFloat(style.borderLeftWidth);
  put(pen, text, { left: left + before, top, height });
}

// Text typed into a box, whose layout scripts cannot read: lines are broken at spaces.
export function writeTyped(pen, { value }, style, box) {
  take(pen, style);
  const [padLeft, padRight, padTop, size] = ["paddingLeft", "paddingRight", "paddingTop", "fontSize"]
    .map((name) => parseFloat(style[name]));
  const height = parseFloat(style.lineHeight) || 1.4 * size;
  const fits = (line) => pen.measureText(line).width <= box.width - padLeft - padRight - 2;
  const lines = value.split("\n").flatMap((paragraph) => {
    const broken = [];
    for (const word of paragraph.split(" ")) {
      const longer = broken.length ? `${broken.at(-1)} ${word}` : word;
      if (broken.length && fits(longer)) broken.splice(-1, 1, longer);
      else broken.push(word);
    }
    return broken;
  });
  const seen = lines.slice(0, Math.ceil(box.height / height));
  seen.forEach((line, i) => put(pen, line, {
    left: box.left + padLeft + 1, top: box.top + padTop + 1 + i * height, height,
  }));
}

function take(pen, style) {
  pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  pen.fillStyle = style.color;
  pen.direction = style.direction;
}

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function rects(node, from, to) {
  const range = document.createRange();
  range.setStart(node, from);
  range.setEnd(node, to);
  return [...range.getClientRects()];
}

function put(pen, word, rect) {
  if (!rect) return;
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  pen.fillText(word, rect.left, baseOf(pen, word, rect));
}

function baseOf(pen, word, { top, height }) {
  const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = pen.measureText(word);
  return top + (height - up - down) / 2 + up;
}

// A word that stands is read from below.
function writeStanding(pen, node, { textOverflow }) {
  const [rect] = rects(node, 0, node.data.length);
  if (!rect) return;
  const box = node.parentElement.getBoundingClientRect();
  const cut = textOverflow === "ellipsis" && rect.height > box.height + 1;
  const { left, top, width, height } = cut ? box : rect;
  pen.save();
  pen.translate(left + width / 2, top + height / 2);
  pen.rotate(-Math.PI / 2);
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(cut ? shortened(pen, node.data, height) : node.data, 0, 0);
  pen.restore();
}

// As much of a text as there is room for, in pixels, with an ellipsis.
function shortened(pen, text, room) {
  const kept = [...letters.segment(text)].map(({ segment }) => segment);
  while (kept.length && pen.measureText(`${kept.join("")}…`).width > room) kept.pop();
  return `${kept.join("")}…`;
}
