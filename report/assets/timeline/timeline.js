// Net stance by period, or the share of a stance: one small panel for each line.
"use strict";

const MOST_PANELS = 12;
const AXIS_ROOM = 48; // the axis of the specification, and a little on the right
const END_ROOM = 44; // the number at the end of a line
const FULL_STATEMENTS = 50; // a point of so many stands at full strength

function startTimeline() {
  const box = document.getElementById("timeline");
  if (!box) return;
  startTimelineControls();
  const numbers = document.getElementById("timeline-numbers");
  let shown = null;
  // The table may be long: it is made when somebody opens it.
  const showTable = () => {
    if (numbers.open) showTimelineTable(document.getElementById("timeline-table"), shown);
  };
  const show = () => {
    shown = timelineLines();
    showPanels(box, shown);
    showTable();
  };
  numbers.addEventListener("toggle", showTable);
  whenSelected(["split", "step", "least", "smooth"], show);
  drawWhenResized(box, show);
}

function showPanels(box, shown) {
  const drawn = shown.lines.filter((line) => [...line.points.values()].some((point) => totalOf(point.sums) >= shown.fewest));
  const panels = drawn.slice(0, MOST_PANELS);
  while (box.children.length < panels.length) box.append(emptyPanel());
  // Panels that are not needed now may be soon, and are kept.
  [...box.children].forEach((figure, index) => (figure.hidden = index >= panels.length));
  panels.forEach((line, index) => {
    const figure = box.children[index];
    figure.querySelector(".name").textContent = lineName(line);
    figure.querySelector(".soft").textContent = statementsCounted(line.total);
    figure.exported = { name: `${measureName()}: ${lineName(line)}`, statements: line.total };
  });
  showTimelineNotes(shown, drawn);
  const smooth = panels.map((line) => (view.smooth === "yes" ? smoothRows(line, shown.groups, shown.fewest) : []));
  const ended = smooth.some((rows) => rows.some((row) => row.last !== ""));
  const width = panels.length ? panelWidth(box, panels.length) - (ended ? END_ROOM : 0) : 0;
  panels.forEach((line, index) => drawPanel(box.children[index].querySelector(".chart"), line, shown, { width, smooth: smooth[index] }));
}

const PANEL_WIDTHS = new Map();
// How wide the drawing of one of some panels is: read once for each width of the page, when all of them stand.
function panelWidth(box, panels) {
  const key = `${widthOf(box)} ${panels}`;
  if (!PANEL_WIDTHS.has(key)) PANEL_WIDTHS.set(key, box.querySelector(".chart").clientWidth);
  return Math.max(120 + END_ROOM, PANEL_WIDTHS.get(key) - AXIS_ROOM);
}

function emptyPanel() {
  const caption = element("figcaption", {}, element("span", { class: "name" }), " ", element("span", { class: "soft" }));
  return element("figure", { class: "panel" }, caption, element("div", { class: "chart", "aria-hidden": "true" }), pictureButtons());
}

function measureName() {
  return filters.stance ? `Share of ${filters.stance} statements` : "Net stance";
}

function drawPanel(box, line, { groups, kind, chosen, fewest }, { width, smooth }) {
  const rows = timelineRows(line, { groups, kind, fewest }, width);
  drawChart(box, "timeline", {
    data: { rows, smooth, events: placedEvents(groups, width / (groups.at(-1).end - groups[0].start)), chosen: chosenRows(chosen) },
    parameters: {
      ...timeParameters(groups, kind, width),
      most: Math.max(1, ...rows.map((row) => row.statements)),
      bottom: filters.stance ? 0 : -1,
    },
    width,
    onClick: (row) => {
      if (row.from !== undefined) openStatements({ ...line.wanted, from: row.from, to: row.to });
    },
  });
}

function chosenRows(chosen) {
  return chosen ? [{ left: Date.parse(report.periods[chosen.from]), right: periodEnd(chosen.to) }] : [];
}

function timelineRows(line, { groups, kind, fewest }, width) {
  const all = periodGroups(kind);
  const pixels = width / (groups.at(-1).end - groups[0].start);
  const printed = groups.length <= 12 && width / groups.length > 24;
  return groups.flatMap((group) => {
    const point = line.points.get(all.indexOf(group));
    if (!point) return [];
    const statements = totalOf(point.sums);
    const corrected = isCorrected(kind) ? correctedPoint(line, group) : null;
    const front = isCorrected(kind) ? corrected : point;
    const drawn = front !== null && statements >= fewest;
    const value = front?.value ?? null;
    const strength = Math.min(1, Math.sqrt(statements / FULL_STATEMENTS));
    const lean = front && !filters.stance ? leanOf(front) : "neutral";
    const said = filters.stance ? percent : signed;
    // The first and the last span of years may be cut short: a full bar would lie over its neighbour.
    const wide = pixels * (group.end - group.start);
    return [{
      at: (group.start + group.end) / 2,
      from: group.from,
      to: group.to,
      value: drawn ? value : null,
      low: drawn ? front.low : null,
      high: drawn ? front.high : null,
      naive: isCorrected(kind) && statements >= fewest ? point.value : null,
      lean: filters.stance ?? lean,
      size: 20 + 70 * strength,
      strength: 0.12 + 0.88 * strength,
      statements,
      bar: Math.max(1, 0.7 * wide),
      column: Math.max(3, wide),
      printed: printed ? counted(statements) : "",
      tip: {
        Period: group.name,
        Estimate: (front ? said(value) : "too few labels") + (corrected ? ` (not corrected: ${said(point.value)})` : ""),
        "95 % interval": front ? `${said(front.low)} to ${said(front.high)}` : "none",
        Statements: countsSaid(point.sums),
      },
    }];
  });
}

function countsSaid(sums) {
  const stances = sums.ofSources ? STANCES.slice(0, 2) : STANCES;
  return stances.map((stance) => `${counted(sums[stance])} ${stance}`).join(", ");
}

// The smooth line at every group, and what it comes to at its end.
function smoothRows(line, groups, fewest) {
  const kind = timelineKind(groups);
  // It is made from counts of predictions, which must not stand in front of what labels corrected.
  if (isCorrected(kind)) return [];
  const all = periodGroups(kind);
  const numbers = groups.map((group) => all.indexOf(group));
  const points = numbers
    .filter((number) => line.points.has(number) && totalOf(line.points.get(number).sums) >= fewest)
    .map((number) => {
      const { value, low, high } = line.points.get(number);
      return { x: number, value, variance: ((high - low) / 2 / Z) ** 2 };
    });
  const found = smoothed(points, numbers);
  if (!found) return [];
  const [least, most] = filters.stance ? [0, 1] : [-1, 1];
  const rows = found.map((each, index) => ({
    at: (groups[index].start + groups[index].end) / 2,
    value: each && Math.max(least, Math.min(most, each.value)),
    low: each && Math.max(least, each.low),
    high: each && Math.min(most, each.high),
    last: "",
  }));
  const end = rows.findLast((row) => row.value !== null);
  const latest = line.points.get(points.at(-1).x);
  // A line may swing past its last point; its end is then no number to read off.
  if (end && latest.low <= end.value && end.value <= latest.high) end.last = filters.stance ? percent(end.value) : signed(end.value);
  return rows;
}

function timelineKind(groups) {
  return Object.keys(GROUPS).find((kind) => GROUPS[kind].includes(groups[0]));
}
