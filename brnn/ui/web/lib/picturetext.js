// The words of a picture: each is written where the browser has put it.

// box: where to write what the browser does not lay out itself (the choice of a select).
export function write(pen, node, style, box = null) {
  if (!node?.data.trim()) return;
  take(pen, style);
  if (style.writingMode.startsWith("vertical")) return writeStanding(pen, node);
  if (box) return put(pen, node.data.trim(), box);
  for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
    const [first, ...more] = rects(node, index, index + word.length);
    if (!first) continue;
    if (!more.length) put(pen, word, first, style);
    else for (const { segment, index: at } of letters.segment(word)) {
      put(pen, segment, rects(node, index + at, index + at + segment.length)[0], style);
    }
  }
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
