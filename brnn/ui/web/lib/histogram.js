// The histogram of a unit's final states, positive reviews upwards, negative ones downwards.

const LABELS = ["negative", "positive"];

// Outlines of the bars as SVG paths, by label. A bar is the share of the label's reviews; the highest
// of all has a height of 1. counts: [of negative reviews, of positive ones], a number for each bin.
export function outlines(counts, edges) {
  const shares = counts.map((row) => {
    const reviews = row.reduce((sum, count) => sum + count, 0) || 1;
    return Array.from(row, (count) => count / reviews);
  });
  const highest = Math.max(...shares.flat()) || 1;
  return Object.fromEntries(
    LABELS.map((label, i) => {
      const up = label === "positive" ? -1 : 1; // SVG counts downwards
      const tops = shares[i].map((share, bin) => `V${(up * share) / highest}H${edges[bin + 1]}`);
      return [label, `M${edges[0]} 0${tops.join("")}V0Z`];
    }),
  );
}

// here: where this text leaves the unit. All colours stand in attributes, for the picture that is
// saved of the page.
export function histogram(counts, edges, here, { scale, quiet, text }) {
  const [left, right] = [edges[0], edges.at(-1)];
  const viewBox = `${left} -1.05 ${right - left} 2.1`;
  const svg = shape("svg", { viewBox, preserveAspectRatio: "none", role: "img" });
  const { negative, positive } = outlines(counts, edges);
  const line = (stroke, d) => ({ d, stroke, "vector-effect": "non-scaling-stroke" });
  const dashes = { "stroke-width": 2, "stroke-dasharray": "3 2" };
  svg.append(
    shape("path", { d: negative, fill: scale[1] }),
    shape("path", { d: positive, fill: scale.at(-2) }),
    shape("path", line(quiet, `M${left} 0H${right}`)),
    shape("path", { ...line(text, `M${here} -1V1`), ...dashes }),
  );
  return svg;
}

function shape(tag, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
