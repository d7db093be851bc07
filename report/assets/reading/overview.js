// The whole document in one strip: a bar for each statement, up for cooperative, down for hostile.
"use strict";

const SVG = "http://www.w3.org/2000/svg";
const MIDDLE = 50;

function drawn(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

// A strip for the predictions of a view; `pick` is told the statement clicked on.
function overviewStrip(reading, view, pick) {
  const svg = drawn("svg", { viewBox: `0 0 ${reading.length} 100`, preserveAspectRatio: "none", role: "img" });
  svg.setAttribute("aria-label", "Overview: each statement's stance, from the beginning of the document to its end");
  svg.append(drawn("line", { class: "axis", x1: 0, x2: reading.length, y1: MIDDLE, y2: MIDDLE }));
  svg.append(drawn("rect", { class: "here", x: -2, y: 0, width: 1, height: 100 }));
  for (const stance of reading.stances) {
    svg.append(drawn("path", { class: stance, d: barsOf(reading, stance, view) }));
  }
  svg.addEventListener("click", (event) => {
    const box = svg.getBoundingClientRect();
    pick(Math.floor(((event.clientX - box.left) / box.width) * reading.length) + 1);
  });
  return svg;
}

// One path for all bars of a stance, so that a document of thousands of statements stays light.
function barsOf(reading, stance, view) {
  const width = view.chosen === null ? 0.9 / reading.targets.length : 0.9;
  const bars = [];
  for (const [number, { predictions }] of Object.entries(reading.statements)) {
    for (const prediction of predictions) {
      if (prediction.stance !== stance || !inView(view, prediction)) continue;
      const left = Number(number) - 0.95 + (view.chosen === null ? prediction.target * width : 0);
      bars.push(bar(left, width, stance, scoreOf(prediction)));
    }
  }
  return bars.join("");
}

function bar(left, width, stance, score) {
  const [top, height] = {
    cooperative: [MIDDLE - score * MIDDLE, score * MIDDLE],
    hostile: [MIDDLE, score * MIDDLE],
  }[stance] || [MIDDLE - 5, 10];
  return `M${left.toFixed(3)} ${top.toFixed(1)}h${width.toFixed(3)}v${height.toFixed(1)}h${(-width).toFixed(3)}z`;
}

// Show where the reader is.
function markPlace(svg, number) {
  svg.querySelector(".here").setAttribute("x", number === null ? -2 : number - 1);
}
