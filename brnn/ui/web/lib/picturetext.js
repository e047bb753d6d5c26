// The words of a picture: each is written where the browser has put it.

// box: where to write what the browser does not lay out itself (the choice of a select).
export function write(pen, node, style, box = null) {
  if (!node?.data.trim()) return;
  pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  pen.fillStyle = style.color;
  pen.direction = style.direction;
  if (style.writingMode.startsWith("vertical")) return writeStanding(pen, node);
  if (box) return put(pen, node.data.trim(), box);
  for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
    const [first, ...more] = rects(node, index, index + word.length);
    if (!first) continue;
    if (!more.length) put(pen, word, first, style);
    else for (const { segment, index: at } of letters(word)) {
      put(pen, segment, rects(node, index + at, index + at + segment.length)[0], style);
    }
  }
}

// Text typed into a box, whose layout scripts cannot read: lines are broken at spaces.
export function writeTyped(pen, { value }, style, box) {
  pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  pen.fillStyle = style.color;
  pen.direction = style.direction;
  const width = box.width - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 2;
  const height = parseFloat(style.lineHeight) || 1.4 * parseFloat(style.fontSize);
  const left = box.left + parseFloat(style.paddingLeft) + 1;
  let top = box.top + parseFloat(style.paddingTop) + 1;
  for (const paragraph of value.split("\n")) {
    let line = "";
    for (const word of paragraph.split(" ")) {
      const longer = line ? `${line} ${word}` : word;
      if (line && pen.measureText(longer).width > width) {
        put(pen, line, { left, top, height });
        top += height;
        line = word;
      } else {
        line = longer;
      }
      if (top > box.bottom) return;
    }
    put(pen, line, { left, top, height });
    top += height;
  }
}

function letters(word) {
  return [...new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(word)];
}

function rects(node, from, to) {
  const range = document.createRange();
  range.setStart(node, from);
  range.setEnd(node, to);
  return [...range.getClientRects()];
}

function put(pen, word, rect, style = {}) {
  if (!rect) return;
  const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = pen.measureText(word);
  const base = rect.top + (rect.height - up - down) / 2 + up;
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  pen.fillText(word, rect.left, base);
  if (!style.textDecorationLine?.includes("underline")) return;
  pen.save();
  pen.strokeStyle = style.color;
  pen.lineWidth = 2;
  pen.setLineDash(style.textDecorationStyle === "dotted" ? [2, 2] : []);
  pen.beginPath();
  pen.moveTo(rect.left, base + 4);
  pen.lineTo(rect.right, base + 4);
  pen.stroke();
  pen.restore();
}

// A word that stands is read from below.
function writeStanding(pen, node) {
  const [rect] = rects(node, 0, node.data.length);
  if (!rect) return;
  pen.save();
  pen.translate(rect.left + rect.width / 2, rect.top + rect.height / 2);
  pen.rotate(-Math.PI / 2);
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(node.data, 0, 0);
  pen.restore();
}
