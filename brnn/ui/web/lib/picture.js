// What is on screen as a picture: boxes, words and figures are drawn again, one by one, on a canvas.
//
// A canvas on which an element was drawn as a whole (by a foreignObject) may not be read in every
// browser; one that was drawn on like this may.
import { make, ownReferences } from "./dom.js";
import { drawControl } from "./picturecontrols.js";
import { underline, write, writeMarker } from "./picturetext.js";

const MARGIN = 24, GAP = 16; // pixels
const LARGEST = 16_000; // pixels of a side, and
const MOST = 16_000_000; // of both: some browsers have no larger canvas
// What is not seen, and what follows the pointer.
const LEFT_OUT = "option, .tip, .spoken, details:not([open]) > :not(summary)";

// Returns a PNG of elements, one under the other, with twice as many pixels as on screen if there is room.
export async function picture(elements) {
  const boxes = elements.map((element) => element.getBoundingClientRect());
  const width = Math.max(...boxes.map((box) => box.width)) + 2 * MARGIN;
  const height = boxes.reduce((sum, box) => sum + box.height + GAP, 2 * MARGIN - GAP);
  const scale = Math.min(2, LARGEST / width, LARGEST / height, Math.sqrt(MOST / (width * height)));
  const canvas = make("canvas", { width: Math.ceil(width * scale), height: Math.ceil(height * scale) });
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  pen.fillStyle = getComputedStyle(elements[0]).getPropertyValue("--page") || "#ffffff";
  pen.fillRect(0, 0, width, height);
  let top = MARGIN;
  for (const [i, element] of elements.entries()) {
    pen.save();
    pen.translate(MARGIN - boxes[i].left, top - boxes[i].top);
    await draw(pen, element);
    pen.restore();
    top += boxes[i].height + GAP;
  }
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

// underlined: the style of the element whose line is under this one, too.
async function draw(pen, element, underlined = null) {
  if (element.matches(LEFT_OUT)) return;
  const style = getComputedStyle(element);
  if (style.display === "none" || style.opacity === "0") return;
  const box = element.getBoundingClientRect();
  pen.save();
  pen.globalAlpha *= Number(style.opacity);
  const visible = style.visibility === "visible";
  if (visible && box.width && box.height) {
    fillBox(pen, box, style);
    if (element instanceof SVGSVGElement) await drawSvg(pen, element, box, style);
    if (element instanceof HTMLCanvasElement) {
      pen.imageSmoothingEnabled = style.imageRendering !== "pixelated";
      pen.drawImage(element, box.left, box.top, box.width, box.height);
    }
  }
  if (!(element instanceof SVGElement)) {
    if (style.overflowX !== "visible" || style.overflowY !== "visible") {
      pen.beginPath();
      pen.rect(box.left, box.top, box.width, box.height);
      pen.clip();
    }
    if (visible && style.display === "list-item") writeMarker(pen, element, style, box);
    const line = style.textDecorationLine.includes("underline") ? style : underlined;
    if (!drawControl(pen, element, style, box)) for (const child of element.childNodes) {
      if (child.nodeType === Node.ELEMENT_NODE) await draw(pen, child, line);
      else if (child.nodeType === Node.TEXT_NODE && visible) {
        write(pen, child, style);
        if (line) underline(pen, child, style, line);
      }
    }
  }
  pen.restore();
  if (visible) drawShadows(pen, box, style);
}

function fillBox(pen, box, style) {
  const { left, right, top, bottom, width, height } = box;
  const gradient = /^linear-gradient\(to right, (.+)\)$/.exec(style.backgroundImage);
  const stripes = STRIPES.exec(style.backgroundImage);
  if (stripes) return drawStripes(pen, box, stripes);
  if (gradient) {
    pen.fillStyle = pen.createLinearGradient(box.left, 0, box.right, 0);
    const colours = gradient[1].match(/rgba?\([^)]*\)/g);
    colours.forEach((colour, i) => pen.fillStyle.addColorStop(i / (colours.length - 1), colour));
  } else pen.fillStyle = style.backgroundColor;
  const radius = style.borderRadius.includes("%") ? width / 2 : parseFloat(style.borderRadius);
  pen.beginPath();
  pen.roundRect(left, top, width, height, radius);
  pen.fill();
  const around = parseFloat(style.borderWidth);
  if (style.borderStyle === "solid" && around && !/ /.test(style.borderWidth)) {
    pen.strokeStyle = style.borderTopColor;
    pen.lineWidth = around;
    pen.beginPath();
    pen.roundRect(left + around / 2, top + around / 2, width - around, height - around, radius);
    return pen.stroke();
  }
  const border = (side, rect) => {
    const wide = style[`border${side}Style`] === "none" ? 0 : parseFloat(style[`border${side}Width`]);
    pen.fillStyle = style[`border${side}Color`];
    pen.fillRect(...rect(wide));
  };
  border("Top", (wide) => [left, top, width, wide]);
  border("Bottom", (wide) => [left, bottom - wide, width, wide]);
  border("Left", (wide) => [left, top, wide, height]);
  border("Right", (wide) => [right - wide, top, wide, height]);
}

const STRIPES = /^repeating-linear-gradient\(90deg, (\w+\([^)]*\)) 0px, .*? (\d+)px, .* (\d+)px\)$/;

function drawStripes(pen, { left, top, right, height }, [, colour, ...lengths]) {
  const [wide, every] = lengths.map(Number);
  pen.fillStyle = colour;
  for (let x = left; x < right; x += every) pen.fillRect(x, top, Math.min(wide, right - x), height);
}

const SHADOW = /((?:rgba?|color)\([^)]*\)) (-?[\d.]+)px (-?[\d.]+)px (-?[\d.]+)px (-?[\d.]+)px inset/g;

// What is lit or pinned has lines at the inner side of its box, the first of them on top.
function drawShadows(pen, box, style) {
  for (const [, colour, x, y, , spread] of [...style.boxShadow.matchAll(SHADOW)].reverse()) {
    pen.fillStyle = pen.strokeStyle = colour;
    if (x > 0) pen.fillRect(box.left, box.top, Number(x), box.height);
    if (x < 0) pen.fillRect(box.right + Number(x), box.top, -x, box.height);
    if (y < 0) pen.fillRect(box.left, box.bottom + Number(y), box.width, -y);
    if (spread > 0) {
      pen.lineWidth = Number(spread);
      const half = spread / 2;
      pen.strokeRect(box.left + half, box.top + half, box.width - spread, box.height - spread);
    }
  }
}

// A figure as it stands: evidence cut off at the playhead, too.
async function drawSvg(pen, svg, box, { color }) {
  const copy = svg.cloneNode(true);
  const own = { xmlns: "http://www.w3.org/2000/svg", width: box.width, height: box.height };
  for (const [name, value] of Object.entries(own)) copy.setAttribute(name, value);
  copy.style.color = color;
  const source = new XMLSerializer().serializeToString(ownReferences(copy));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  await image.decode();
  pen.drawImage(image, box.left, box.top, box.width, box.height);
}
