// The numbers of the timeline as a table, for whoever reads with keys or ears.
"use strict";

function showTimelineTable(box, lines) {
  const head = element("tr", {}, element("th", { scope: "col" }, "Period"));
  for (const line of lines) head.append(element("th", { scope: "col" }, lineName(line)));
  const points = lines.map((line) => new Map(line.points.map((point) => [point.period, point])));
  const body = element("tbody");
  report.periods.forEach((iso, period) => {
    const row = element("tr", {}, element("th", { scope: "row" }, periodName(period)));
    lines.forEach((line, index) => row.append(timelineCell(line, points[index].get(period))));
    body.append(row);
  });
  box.replaceChildren(
    element(
      "table",
      {},
      element(
        "caption",
        { class: "soft" },
        "Net stance, and in brackets the number of statements. A number opens its statements.",
      ),
      element("thead", {}, head),
      body,
    ),
  );
}

function timelineCell(line, point) {
  if (!point) return element("td", { class: "soft" }, "none");
  const net = netOf(line, point);
  const figure = net ? signed(net.net) : "too few labels";
  const interval = net ? `, interval ${signed(net.low)} to ${signed(net.high)}` : "";
  const said = `${lineName(line)}, ${periodName(point.period)}: net stance ${figure}${interval}, `
    + statementsCounted(totalOf(point));
  const button = numberButton(`${figure} (${counted(totalOf(point))})`, said, pointFilters(line, point.period));
  return element("td", {}, button);
}
