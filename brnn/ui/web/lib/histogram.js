// The histogram of a unit's final states, positive reviews upwards, negative ones downwards.
import { svg } from "./dom.js";
import { sum } from "./numbers.js";

// Outlines of the bars as SVG paths, by label. A bar is the share of the label's reviews; the highest
// of all has a height of 1. counts: [of negative reviews, of positive ones], a number for each bin.
export function outlines(counts, edges) {
  const shares = counts.map((row) => {
    const reviews = sum(row) || 1;
    return Array.from(row, (count) => count / reviews);
  });
  const highest = Math.max(...shares.flat()) || 1;
  const outline = (row, up) => { // SVG counts downwards
    const tops = row.map((share, bin) => `V${(up * share) / highest}H${edges[bin + 1]}`);
    return `M${edges[0]} 0${tops.join("")}V0Z`;
  };
  return { negative: outline(shares[0], 1), positive: outline(shares[1], -1) };
}

// here: where this text leaves the unit. All colours stand in attributes, for the picture that is
// saved of the page.
export function histogram(counts, edges, here, { scale, quiet, text }) {
  const [left, right] = [edges[0], edges.at(-1)];
  const { negative, positive } = outlines(counts, edges);
  const line = (stroke, d) => ({ d, stroke, "vector-effect": "non-scaling-stroke" });
  const dashes = { "stroke-width": 2, "stroke-dasharray": "3 2" };
  return svg(
    "svg", { viewBox: `${left} -1.05 ${right - left} 2.1`, preserveAspectRatio: "none", role: "img" },
    svg("path", { d: negative, fill: scale[1] }),
    svg("path", { d: positive, fill: scale.at(-2) }),
    svg("path", line(quiet, `M${left} 0H${right}`)),
    svg("path", { ...line(text, `M${here} -1V1`), ...dashes }),
  );
}
