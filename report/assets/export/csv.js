// Numbers and statements as CSV (RFC 4180), made in the page and saved from it.
"use strict";

function csvText(head, rows) {
  return [head, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n") + "\r\n";
}

// A spreadsheet would run a text that begins like a formula; an apostrophe in front keeps it a text, as in
// detente.batch.spreadsheet.
const FORMULA = /^'*(?![+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$)[=+\-@\t\r\n＝＋－＠][^]/u;

function csvCell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function saveFile(name, text, type) {
  saveBlob(name, new Blob([text], { type }));
}

function saveBlob(name, blob) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// A byte order mark, without which Excel takes UTF-8 for another encoding.
function saveTable(name, head, rows) {
  saveFile(`${name}.csv`, `\ufeff${csvText(head, rows)}`, "text/csv;charset=utf-8");
}

function rounded(number) {
  return typeof number === "number" ? Math.round(number * 10_000) / 10_000 : null;
}

const INTERVALS = ["net", "low", "high"];

function intervalCells(found) {
  return [rounded(found?.value), rounded(found?.low), rounded(found?.high)];
}

function nameCell(name) {
  return name === OTHERS ? "all others" : name;
}

function saveTimeline() {
  const { lines, groups, kind } = timelineLines();
  const all = periodGroups(kind);
  const measured = filters.stance ? [`share_${filters.stance}`, "low", "high"] : INTERVALS;
  const rows = lines.flatMap((line) =>
    groups.filter((group) => line.points.has(all.indexOf(group))).map((group) => {
      const point = line.points.get(all.indexOf(group));
      const front = isCorrected(kind) ? correctedPoint(line, group) : point;
      return [nameCell(line.name), new Date(group.start).toISOString().slice(0, 10), kind, ...COUNTED.map((stance) => point.sums[stance]), ...intervalCells(front)];
    }),
  );
  saveTable("timeline", [view.split, "start", "period", ...COUNTED, ...measured], rows);
}

function saveMatrix() {
  const rows = matrixCells().cells.map(({ source, target, sums, net }) =>
    [source, nameCell(target), sums.cooperative, sums.hostile, ...intervalCells(net)]);
  saveTable("matrix", ["source", "target", "cooperative", "hostile", ...INTERVALS], rows);
}

function saveComposition() {
  const rows = sortedBars().map(({ name, sums, net }) =>
    [nameCell(name), ...COUNTED.map((stance) => sums[stance]), ...intervalCells(net)]);
  saveTable("bars", [view.by, ...COUNTED, ...INTERVALS], rows);
}

function saveStatements() {
  const columns = ["text", "target", "stance", "score", "source", "p_source", "date", "publisher", "document", "position", "times"];
  const rows = foundStatements.map((statement) => [
    ...columns.slice(0, 4).map((column) => statement[column]),
    ...columns.slice(4, -1).map((column) => statement[column]),
    statement.times ?? 1,
  ]);
  saveTable("statements", columns, rows);
}

function startTables() {
  const saved = { timeline: saveTimeline, matrix: saveMatrix, composition: saveComposition, statements: saveStatements };
  for (const button of document.querySelectorAll("[data-save]")) {
    button.addEventListener("click", saved[button.dataset.save]);
  }
}
