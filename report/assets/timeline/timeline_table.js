// The numbers of the timeline as a table, for whoever reads with keys or ears.
"use strict";

function showTimelineTable(box, { lines, groups, kind }) {
  const shown = lines.slice(0, MOST_PANELS);
  const all = periodGroups(kind);
  const head = element("tr", {}, element("th", { scope: "col" }, "Period"));
  for (const line of shown) head.append(element("th", { scope: "col" }, lineName(line)));
  const body = element("tbody");
  for (const group of groups) {
    const number = all.indexOf(group);
    if (!shown.some((line) => line.points.has(number))) continue;
    const row = element("tr", {}, element("th", { scope: "row" }, group.name));
    for (const line of shown) row.append(timelineCell(line, group, kind, line.points.get(number)));
    body.append(row);
  }
  const caption = `${measureName()}, its 95 % interval, and the number of statements. A number opens its statements.`;
  box.replaceChildren(
    element("table", {}, element("caption", { class: "soft" }, caption), element("thead", {}, head), body),
  );
}

function timelineCell(line, group, kind, point) {
  if (!point) return element("td", { class: "soft" }, "none");
  const said = filters.stance ? percent : signed;
  const front = isCorrected(kind) ? correctedPoint(line, group) : point;
  const figure = front ? said(front.value) : "too few labels";
  const range = front ? `${said(front.low)} to ${said(front.high)}` : "";
  const total = totalOf(point.sums);
  const label = `${lineName(line)}, ${group.name}: ${measureName().toLowerCase()} ${figure}`
    + `${range ? `, interval ${range}` : ""}, ${statementsCounted(total)}`;
  const button = numberButton(`${figure} (${counted(total)})`, label, { ...line.wanted, from: group.from, to: group.to });
  return element("td", {}, button, " ", element("span", { class: "soft" }, range));
}
