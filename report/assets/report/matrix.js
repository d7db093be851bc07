// Sources in rows, targets in columns, and how many statements are cooperative and hostile in each cell.
"use strict";

const FEWEST_TINTED = 5;

function startMatrix() {
  const box = document.getElementById("matrix");
  if (!box) return;
  const dyads = new Map(report.dyads.map((dyad) => [JSON.stringify([dyad.source, dyad.target]), dyad]));
  const sources = report.sources.filter((source) => report.dyads.some((dyad) => dyad.source === source));
  const targets = report.targets.filter((target) => report.dyads.some((dyad) => dyad.target === target));
  const heads = targets.map((target) => element("th", { scope: "col" }, "→\u00a0", nameOf(target)));
  const rows = sources.map((source) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, nameOf(source)),
      ...targets.map((target) => matrixCell(dyads.get(JSON.stringify([source, target])))),
    ),
  );
  box.append(
    element(
      "table",
      { class: "matrix" },
      element("caption", { class: "visually-hidden" }, "Cooperative and hostile statements by source and target"),
      element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Source"), ...heads)),
      element("tbody", {}, ...rows),
    ),
  );
  document.getElementById("matrix-note").textContent = `Fewer than ${FEWEST_TINTED} statements: no tint.`;
}

function matrixCell(dyad) {
  if (!dyad || dyad.cooperative + dyad.hostile === 0) return element("td", { class: "empty soft" }, "–");
  const { source, target, cooperative, hostile } = dyad;
  const net = (cooperative - hostile) / (cooperative + hostile);
  const said = `${nameOf(source)} toward ${nameOf(target)}: `
    + `${counted(cooperative)} cooperative, ${counted(hostile)} hostile`;
  const button = numberButton("", said, { source, target });
  button.append(
    element("span", { class: "count" }, `+${counted(cooperative)}`),
    " ",
    element("span", { class: "count" }, `−${counted(hostile)}`),
  );
  button.style.setProperty("--toward", `var(--${net < 0 ? "hostile" : "cooperative"})`);
  const tinted = cooperative + hostile >= FEWEST_TINTED;
  button.style.setProperty("--amount", `${tinted ? Math.round(Math.abs(net) * 50) : 0}%`);
  return element("td", {}, button);
}
