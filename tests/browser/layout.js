// What is wrong with the layout of the page as it is seen now: a list of sentences, empty if all is well.
//
// Found by boxes alone, whatever the page: text that is cut off, sticks out of its place or runs into
// other text or another control, parts that lie over one another, a page wider than its window. What a
// scroll area or an ellipsis hides is hidden on purpose, and so is what lies under an open menu.
() => {
  const SLACK = 1.5; // pixels of rounding
  const HEARD = ".spoken, .presenting h1"; // kept for those who listen, a pixel wide
  const seen = document.querySelector(".brnn .panel:not([hidden])") ?? document.querySelector(".brnn");
  const found = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth - clientWidth} px wider than its window`);

  const shown = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const aside = (node) => node.closest(`${HEARD}, [hidden], .main-svg, option`);
  const floats = (node) => ["absolute", "fixed", "sticky"].includes(getComputedStyle(node).position);
  const nameOf = (node) => `${node.parentElement?.getAttribute("class") ?? ""} > ${node.localName}.${node.getAttribute("class") ?? ""}${node.id && `#${node.id}`}`;
  const boxOf = ({ left, right, top, bottom }) => ({ left, right, top, bottom });
  const meet = (one, other) => ({
    left: Math.max(one.left, other.left), right: Math.min(one.right, other.right),
    top: Math.max(one.top, other.top), bottom: Math.min(one.bottom, other.bottom),
  });
  const overlap = (one, other) => {
    const { left, right, top, bottom } = meet(one, other);
    return right - left > SLACK && bottom - top > SLACK;
  };
  const within = (box, place) => box.left >= place.left - SLACK && box.right <= place.right + SLACK && box.top >= place.top - SLACK && box.bottom <= place.bottom + SLACK;
  const area = ({ left, right, top, bottom }) => Math.max(0, right - left) * Math.max(0, bottom - top);
  const inner = (node) => {
    const { left, top } = node.getBoundingClientRect();
    const [x, y] = [left + node.clientLeft, top + node.clientTop];
    return { left: x, top: y, right: x + node.clientWidth, bottom: y + node.clientHeight };
  };

  // What is left of a box inside all that clips it; null: nothing, as it has been scrolled away. Tells
  // of what is cut where nobody can scroll to it.
  function clipped(box, node, tell) {
    let fixed = false;
    for (let place = node; place && place !== document.body; place = place.parentElement) {
      const { overflowX, overflowY, textOverflow, writingMode, position, display } = getComputedStyle(place);
      const clips = !fixed && display !== "inline" && (overflowX !== "visible" || overflowY !== "visible");
      if (clips && !place.ownerSVGElement) {
        const frame = inner(place);
        const shortened = textOverflow === "ellipsis" && (writingMode === "horizontal-tb" ? "x" : "y"); // along the line
        const cutX = overflowX === "hidden" && shortened !== "x" && (box.left < frame.left - SLACK || box.right > frame.right + SLACK);
        const cutY = overflowY === "hidden" && shortened !== "y" && (box.top < frame.top - SLACK || box.bottom > frame.bottom + SLACK);
        if (cutX || cutY) tell(`is cut off by ${nameOf(place)}`);
        box = meet(box, frame);
        if (!area(box)) return null;
      }
      fixed ||= position === "fixed";
    }
    if (box.left < -SLACK || box.right > innerWidth + SLACK) tell("leaves the window");
    return box;
  }

  // Whether two lines meet, slanted ones, too: not if they lie apart along a side of one of them.
  function collide(one, other) {
    if (!one.corners && !other.corners) return overlap(one, other);
    const shapes = [one, other].map(({ corners, left, right, top, bottom }) => corners || [[left, top], [right, top], [right, bottom], [left, bottom]]);
    return shapes.every((corners) => [0, 1].every((side) => {
      const [x, y] = [corners[side + 1][0] - corners[side][0], corners[side + 1][1] - corners[side][1]];
      const length = Math.hypot(x, y) || 1;
      const [[low, high], [from, to]] = shapes.map((shape) => {
        const along = shape.map((corner) => (corner[0] * x + corner[1] * y) / length);
        return [Math.min(...along), Math.max(...along)];
      });
      return Math.min(high, to) - Math.max(low, from) > SLACK;
    }));
  }

  // A line of a figure as it lies, slanted or not.
  function cornersOf(text) {
    const { x, y, width, height } = text.getBBox();
    const matrix = text.getScreenCTM();
    return [[x, y + 0.15 * height], [x + width, y + 0.15 * height], [x + width, y + 0.85 * height], [x, y + 0.85 * height]].map(([x, y]) => {
      const point = new DOMPoint(x, y).matrixTransform(matrix);
      return [point.x, point.y];
    });
  }

  // Every line of text, without the space above and below the letters.
  const lines = [];
  const walker = document.createTreeWalker(seen, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const owner = node.parentElement;
    if (!node.data.trim() || owner.closest(`${HEARD}, option, textarea`) || !shown(owner)) continue;
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      if (rect.width < 1) continue;
      const standing = getComputedStyle(owner).writingMode !== "horizontal-tb" || rect.height > 3 * rect.width;
      const trim = { x: standing ? rect.width * 0.15 : 0, y: standing ? 0 : rect.height * 0.15 };
      const letters = { left: rect.left + trim.x, right: rect.right - trim.x, top: rect.top + trim.y, bottom: rect.bottom - trim.y };
      const name = `“${node.data.trim().slice(0, 40)}” (${nameOf(owner)})`;
      const told = new Set();
      const tell = (what) => told.has(what) || (told.add(what), found.push(`${name} ${what}`));
      const box = clipped(letters, owner, tell);
      if (!box) continue;
      let place = owner;
      while (getComputedStyle(place).display === "inline" || getComputedStyle(place).display === "contents") place = place.parentElement;
      const { overflowX } = getComputedStyle(place);
      if (!place.closest("svg") && overflowX === "visible" && !within(letters, boxOf(place.getBoundingClientRect()))) tell(`sticks out of ${nameOf(place)}`);
      const slanted = owner.localName === "text" && Math.abs(owner.getScreenCTM().b) > 0.01;
      lines.push({ ...box, owner, node, name, corners: slanted && cornersOf(owner) });
    }
  }
  lines.sort((one, other) => one.left - other.left);
  lines.forEach((one, i) => {
    for (let j = i + 1; j < lines.length && lines[j].left < one.right; j += 1) {
      if (lines[j].node !== one.node && collide(one, lines[j])) found.push(`${one.name} runs into ${lines[j].name}`);
    }
  });

  // Controls, whole: no other control and no text that is not theirs lies over them.
  const controls = [];
  for (const node of seen.querySelectorAll("button, select, input, textarea, summary, canvas")) {
    if (!shown(node) || aside(node)) continue;
    const box = clipped(boxOf(node.getBoundingClientRect()), node, (what) => found.push(`${nameOf(node)} ${what}`));
    if (box) controls.push({ ...box, node, name: nameOf(node) });
  }
  controls.sort((one, other) => one.left - other.left);
  controls.forEach((one, i) => {
    for (let j = i + 1; j < controls.length && controls[j].left < one.right; j += 1) {
      if (overlap(one, controls[j])) found.push(`${one.name} lies over ${controls[j].name}`);
    }
    for (const line of lines) {
      if (line.left > one.right) break;
      const own = one.node.contains(line.owner) || (one.node.matches(".node") && line.owner.closest(".state"));
      if (!own && overlap(one, line)) found.push(`${line.name} lies over ${one.name}`);
    }
  });

  // Parts that follow one another do not lie over one another, nor out of what holds them.
  for (const parent of [seen, ...seen.querySelectorAll("*")]) {
    if (parent.closest("svg, .main-svg, .plot, .js-plotly-plot, button, select, .sheet") || !shown(parent) || aside(parent)) continue;
    const parts = [...parent.children].filter((part) => shown(part) && !aside(part) && !floats(part) && !["inline", "contents"].includes(getComputedStyle(part).display));
    const boxes = parts.map((part) => boxOf(part.getBoundingClientRect()));
    const { overflowX, display } = getComputedStyle(parent);
    const holds = overflowX === "visible" && !["inline", "contents"].includes(display) && boxOf(parent.getBoundingClientRect());
    boxes.forEach((box, i) => {
      if (!area(box)) return;
      if (holds && !within(box, holds)) found.push(`${nameOf(parts[i])} sticks out of ${nameOf(parent)}`);
      for (let j = i + 1; j < boxes.length; j += 1) {
        if (area(boxes[j]) && overlap(box, boxes[j])) found.push(`${nameOf(parts[i])} lies over ${nameOf(parts[j])}`);
      }
    });
  }
  return [...new Set(found)];
}
