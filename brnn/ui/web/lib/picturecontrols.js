// What browsers draw of a control themselves: what is typed or chosen, how far a slider is, a tick.
import { writeLine, writeTyped } from "./picturetext.js";

const TRACK = 8, THUMB = 16; // pixels

// Returns whether an element is a control, of which there is nothing else to draw.
export function drawControl(pen, element, style, box) {
  const { selectedOptions: [chosen] = [] } = element;
  if (element instanceof HTMLTextAreaElement) writeTyped(pen, element, style, box);
  else if (element instanceof HTMLSelectElement) writeLine(pen, chosen?.text ?? "", style, box);
  else if (!(element instanceof HTMLInputElement)) return false;
  else if (element.type === "range") drawSlider(pen, element, style, box);
  else if (element.type === "checkbox") drawTick(pen, element, style, box);
  else writeLine(pen, element.value || element.placeholder, style, box);
  return true;
}

function drawSlider(pen, { value, min, max, disabled }, { accentColor, color }, box) {
  const { left, top, width, height } = box;
  const middle = top + height / 2;
  const share = (value - min) / (max - min || 1);
  const at = left + THUMB / 2 + share * (width - THUMB);
  const track = (from, to, colour) => {
    pen.fillStyle = colour;
    pen.beginPath();
    pen.roundRect(from, middle - TRACK / 2, to - from, TRACK, TRACK / 2);
    pen.fill();
  };
  pen.save();
  pen.globalAlpha *= disabled ? 0.5 : 1;
  track(left, left + width, `color-mix(in srgb, ${color} 10%, transparent)`);
  track(left, at, accentColor);
  pen.beginPath();
  pen.arc(at, middle, THUMB / 2, 0, 2 * Math.PI);
  pen.fill();
  pen.restore();
}

function drawTick(pen, { checked }, { color, accentColor }, { left, top, width, height }) {
  pen.fillStyle = pen.strokeStyle = checked && accentColor !== "auto" ? accentColor : color;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.roundRect(left + 0.5, top + 0.5, width - 1, height - 1, 2);
  pen[checked ? "fill" : "stroke"]();
  if (!checked) return;
  pen.strokeStyle = "#ffffff";
  pen.lineWidth = 2;
  pen.beginPath();
  pen.moveTo(left + 0.22 * width, top + 0.52 * height);
  pen.lineTo(left + 0.42 * width, top + 0.72 * height);
  pen.lineTo(left + 0.78 * width, top + 0.28 * height);
  pen.stroke();
}
