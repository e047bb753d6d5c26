// What is on screen as a picture: boxes, words and figures are drawn again, one by one, on a canvas.
//
// A canvas on which an element was drawn as a whole (by a foreignObject) may not be read in every
// browser; one that was drawn on like this may.
import { make } from "./dom.js";
import { write, writeTyped } from "./picturetext.js";

const MARGIN = 24, GAP = 16; // pixels
const LEFT_OUT =
  "input, button:not(.word), option, .play, .tip, .spoken, .pin-head select, .pinned[data-kind='']";

// Returns a PNG of elements, one under the other, with `scale` times as many pixels as on screen.
export async function picture(elements, scale = 2) {
  const boxes = elements.map((element) => element.getBoundingClientRect());
  const width = Math.max(...boxes.map((box) => box.width)) + 2 * MARGIN;
  const height = boxes.reduce((sum, box) => sum + box.height + GAP, 2 * MARGIN - GAP);
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

async function draw(pen, element) {
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
    if (element instanceof HTMLSelectElement) write(pen, element.selectedOptions[0]?.firstChild, style, box);
    if (element instanceof HTMLTextAreaElement) writeTyped(pen, element, style, box);
    else for (const child of element.childNodes) {
      if (child.nodeType === Node.ELEMENT_NODE) await draw(pen, child);
      else if (child.nodeType === Node.TEXT_NODE && visible) write(pen, child, style);
    }
  }
  pen.restore();
  if (visible) drawShadows(pen, box, style);
}

function fillBox(pen, box, style) {
  const gradient = /^linear-gradient\(to right, (.+)\)$/.exec(style.backgroundImage);
  if (gradient) {
    pen.fillStyle = pen.createLinearGradient(box.left, 0, box.right, 0);
    const colours = gradient[1].match(/rgba?\([^)]*\)/g);
    colours.forEach((colour, i) => pen.fillStyle.addColorStop(i / (colours.length - 1), colour));
  } else pen.fillStyle = style.backgroundColor;
  pen.beginPath();
  const radius = style.borderRadius.includes("%") ? box.width / 2 : 0;
  pen.roundRect(box.left, box.top, box.width, box.height, radius);
  pen.fill();
  const { left, right, top, bottom, width, height } = box;
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

const SHADOW = /((?:rgba?|color)\([^)]*\)) (-?[\d.]+)px (-?[\d.]+)px (-?[\d.]+)px (-?[\d.]+)px inset/g;

// What is lit or pinned has lines at the inner side of its box, the first of them on top.
function drawShadows(pen, box, style) {
  for (const [, colour, x, , , spread] of [...style.boxShadow.matchAll(SHADOW)].reverse()) {
    pen.fillStyle = pen.strokeStyle = colour;
    if (x > 0) pen.fillRect(box.left, box.top, Number(x), box.height);
    if (x < 0) pen.fillRect(box.right + Number(x), box.top, -x, box.height);
    if (spread > 0) {
      pen.lineWidth = Number(spread);
      const half = spread / 2;
      pen.strokeRect(box.left + half, box.top + half, box.width - spread, box.height - spread);
    }
  }
}

// A figure as it stands: evidence cut off at the playhead, too. Its references lose the address of
// the page, which means nothing inside a picture.
async function drawSvg(pen, svg, box, { color }) {
  const copy = svg.cloneNode(true);
  const own = { xmlns: "http://www.w3.org/2000/svg", width: box.width, height: box.height };
  for (const [name, value] of Object.entries(own)) copy.setAttribute(name, value);
  copy.style.color = color;
  const ownReferences = [/url\((&quot;|["']?)[^)#"']*#/g, "url($1#"];
  const source = new XMLSerializer().serializeToString(copy).replace(...ownReferences);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  await image.decode();
  pen.drawImage(image, box.left, box.top, box.width, box.height);
}
