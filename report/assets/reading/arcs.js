// Draws who is toward whom: sources on the left, targets on the right, an arc for each stance between two of them.
"use strict";

const MOST_ARCS = 16;
const LANE = 16; // pixels: room for the number at the end of an arc
const BETWEEN = 10;
const THICKEST = 13;
const LETTER = 7;

// One arc for each stance of the most frequent dyads, as many as can be told apart.
function arcsOf(reading) {
  const arcs = [];
  for (const dyad of reading.dyads) {
    const own = ["cooperative", "hostile"].filter((stance) => dyad[stance] > 0);
    if (arcs.length + own.length > MOST_ARCS) break;
    arcs.push(...own.map((stance) => ({ dyad, stance, count: dyad[stance] })));
  }
  return arcs;
}

// Gives each arc its height at one side, `end` ("left" or "right"), and returns the nodes of that side.
function stack(arcs, names, nodeOf, end, total) {
  const used = names.filter(([key]) => arcs.some((arc) => nodeOf(arc) === key));
  const height = arcs.length * LANE + (used.length - 1) * BETWEEN;
  let at = (total - height) / 2;
  return used.map(([key, name]) => {
    const top = at;
    for (const arc of arcs.filter((one) => nodeOf(one) === key)) {
      arc[end] = at + LANE / 2;
      at += LANE;
    }
    const node = { name, top: top + 1, bottom: at - 1 };
    at += BETWEEN;
    return node;
  });
}

// The picture, `width` pixels wide; `press` is told the dyad of an arc that is clicked on.
function drawArcs(reading, width, press) {
  const arcs = arcsOf(reading);
  const sources = Object.entries(reading.groups);
  const targets = reading.targets.map((name, number) => [number, name]);
  const total = arcs.length * LANE + (Math.max(sources.length, targets.length) - 1) * BETWEEN;
  const place = (arc) => sources.findIndex(([code]) => code === arc.dyad.source);
  const left = stack([...arcs].sort((a, b) => a.dyad.target - b.dyad.target), sources, (arc) => arc.dyad.source, "left", total);
  const right = stack([...arcs].sort((a, b) => place(a) - place(b)), targets, (arc) => arc.dyad.target, "right", total);
  const side = Math.min(150, width * 0.28);
  const svg = drawn("svg", { viewBox: `0 0 ${width} ${total}`, width, height: total });
  svg.append(...left.flatMap((node) => drawNode(node, [side, side], "end")));
  svg.append(...right.flatMap((node) => drawNode(node, [width - side, side], "start")));
  const most = Math.max(...arcs.map((arc) => arc.count));
  svg.append(...arcs.map((arc) => drawArc(reading, arc, [side, width - side], most, press)));
  return svg;
}

// A line beside the arcs of one node, and its name, shortened to the `room` beside it.
function drawNode(node, [x, room], anchor) {
  const away = anchor === "end" ? -8 : 8;
  const name = drawn("text", { class: "node", x: x + away, y: (node.top + node.bottom) / 2, "text-anchor": anchor, dy: "0.35em" });
  const letters = Math.floor((room - 6) / LETTER);
  const title = drawn("title", {});
  title.textContent = node.name;
  name.append(title, node.name.length > letters ? `${node.name.slice(0, letters - 1).trim()}…` : node.name);
  return [name, drawn("line", { class: "node", x1: x, x2: x, y1: node.top, y2: node.bottom })];
}

function drawArc(reading, arc, [from, to], most, press) {
  const said = `${MARKS[arc.stance]}${arc.count.toLocaleString("en")}`;
  const room = 10 + 9 * said.length;
  const [start, stop, middle] = [from + room, to - room, (from + to) / 2];
  const path = `M${start} ${arc.left}C${middle} ${arc.left} ${middle} ${arc.right} ${stop} ${arc.right}`;
  const group = drawn("g", { class: `arc ${arc.stance}` });
  group.dataset.dyad = reading.dyads.indexOf(arc.dyad);
  const thick = Math.max(1.5, Math.min(3 * arc.count, (THICKEST * arc.count) / most));
  const number = (x, y, anchor) => {
    const made = drawn("text", { x, y, "text-anchor": anchor, dy: "0.35em" });
    made.textContent = said;
    return made;
  };
  const title = drawn("title", {});
  title.textContent = `${dyadName(reading, arc.dyad)}: ${arc.count.toLocaleString("en")} ${arc.stance}`;
  group.append(
    title, drawn("path", { class: "reach", d: path }), drawn("path", { d: path, "stroke-width": thick }),
    number(from + 4, arc.left, "start"), number(to - 4, arc.right, "end"),
  );
  group.addEventListener("click", () => press(arc.dyad));
  return group;
}
