// Sources in rows, targets in columns: how many statements are cooperative and hostile, and the interval of their net stance.
"use strict";

const FEWEST_TINTED = 5;
const SORTS = [["size", "most statements first"], ["net", "most hostile first"], ["name", "by name"]];

function startMatrix() {
  const box = document.getElementById("matrix");
  if (!box) return;
  document.getElementById("matrix-controls").append(viewSelect("Rows", "cells", SORTS));
  whenSelected(["cells"], () => showMatrix(box, matrixCells()));
}

// The sums of each source and target of the selection, and their names in the order that was chosen.
function matrixCells() {
  const cells = sumCells(selection(), ["source", "target"]).map((sums) => ({
    source: CODES.source[sums.codes[0]],
    target: CODES.target[sums.codes[1]],
    sums,
    net: netStance(sums),
  }));
  const order = (key, titled) => sortedNames(cells, key, titled);
  return { cells, sources: order("source", nameOf), targets: order("target", FILTERS.target.said) };
}

function sortedNames(cells, key, titled) {
  const totals = new Map();
  for (const cell of cells) {
    const sums = totals.get(cell[key]) ?? { cooperative: 0, hostile: 0 };
    totals.set(cell[key], {
      cooperative: sums.cooperative + cell.sums.cooperative,
      hostile: sums.hostile + cell.sums.hostile,
    });
  }
  const size = ({ cooperative, hostile }) => cooperative + hostile;
  const net = (sums) => (sums.cooperative - sums.hostile) / size(sums);
  const by = {
    size: (one, other) => size(other[1]) - size(one[1]),
    net: (one, other) => net(one[1]) - net(other[1]),
    name: (one, other) => titled(one[0]).localeCompare(titled(other[0])),
  };
  // The columns stay where the reader knows them.
  const chosen = key === "target" ? by.size : (by[view.cells] ?? by.size);
  return [...totals.entries()].sort((one, other) => chosen(one, other) || titled(one[0]).localeCompare(titled(other[0])))
    .map(([name]) => name);
}

function showMatrix(box, { cells, sources, targets }) {
  const found = new Map(cells.map((cell) => [`${CODES.source.indexOf(cell.source)} ${CODES.target.indexOf(cell.target)}`, cell]));
  const heads = targets.map((target) => element("th", { scope: "col" }, "→\u00a0", FILTERS.target.said(target)));
  const rows = sources.map((source) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, nameOf(source)),
      ...targets.map((target) => matrixCell(found.get(`${CODES.source.indexOf(source)} ${CODES.target.indexOf(target)}`))),
    ),
  );
  const table = element(
    "table",
    { class: "matrix" },
    element("caption", { class: "visually-hidden" }, "Cooperative and hostile statements by source and target"),
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Source"), ...heads)),
    element("tbody", {}, ...rows),
  );
  box.replaceChildren(rows.length ? table : element("p", { class: "soft" }, "No statement of this selection has a source."));
  const neutral = filters.stance === "neutral" ? " Neutral statements have no source and are not counted here." : "";
  document.getElementById("matrix-note").textContent = `Fewer than ${FEWEST_TINTED} statements: no tint.${neutral}`;
}

function matrixCell(cell) {
  if (!cell) return element("td", { class: "empty soft" }, "–");
  const { source, target, sums, net } = cell;
  const said = `${nameOf(source)} toward ${FILTERS.target.said(target)}: `
    + `${counted(sums.cooperative)} cooperative, ${counted(sums.hostile)} hostile, `
    + `net stance ${signed(net.value)}, interval ${signed(net.low)} to ${signed(net.high)}`;
  const button = numberButton("", said, { source, target });
  button.title = said;
  button.append(
    element("span", { class: strengthOf("cooperative") }, `+${counted(sums.cooperative)}`),
    " ",
    element("span", { class: strengthOf("hostile") }, `−${counted(sums.hostile)}`),
    intervalMark(net),
  );
  button.style.setProperty("--toward", `var(--${net.value < 0 ? "hostile" : "cooperative"})`);
  const tinted = sums.cooperative + sums.hostile >= FEWEST_TINTED;
  button.style.setProperty("--amount", `${tinted ? Math.round(Math.abs(net.value) * 50) : 0}%`);
  return element("td", {}, button);
}

function strengthOf(stance) {
  return filters.stance === stance ? "count chosen" : "count";
}

// A small scale from -1 to +1: a line for the interval and a tick for the value.
function intervalMark({ value, low, high }) {
  const mark = element("span", { class: "interval", "aria-hidden": "true" });
  const share = (number) => `${((number + 1) / 2) * 100}%`;
  mark.style.setProperty("--low", share(low));
  mark.style.setProperty("--high", share(high));
  mark.style.setProperty("--value", share(value));
  return mark;
}
