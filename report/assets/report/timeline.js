// Net stance by period: one small panel for each target, or for each source of one target.
"use strict";

const MOST_PANELS = 12;
const AXIS_ROOM = 54; // the axis of the specification, and half a mark at the other end
const DAY = 86400000;
const SPANS = { day: 1, week: 7, month: 30.4, quarter: 91.3, year: 365.25 };

function startTimeline() {
  const box = document.getElementById("timeline");
  if (!box) return;
  const choice = document.getElementById("timeline-choice");
  const withDyads = report.targets.filter((target) => linesFor(target).length);
  choice.append(element("option", { value: "" }, "all statements, by target"));
  withDyads.forEach((target, index) =>
    choice.append(element("option", { value: index }, `stances toward ${nameOf(target)}, by source`)),
  );
  document.getElementById("timeline-control").hidden = !withDyads.length;
  const lines = () => linesFor(choice.value === "" ? null : withDyads[Number(choice.value)]);
  const numbers = document.getElementById("timeline-numbers");
  // The table may be long: it is made when somebody opens it.
  const showTable = () => {
    if (numbers.open) showTimelineTable(document.getElementById("timeline-table"), lines().slice(0, MOST_PANELS));
  };
  const show = () => {
    showPanels(box, lines());
    showTable();
  };
  choice.addEventListener("change", show);
  numbers.addEventListener("toggle", showTable);
  drawWhenResized(box, () => drawPanels(box, lines()));
  show();
}

function linesFor(target) {
  if (target === null) {
    const lines = report.timeline.filter((line) => line.source === null);
    return lines.sort((one, other) => report.targets.indexOf(one.target) - report.targets.indexOf(other.target));
  }
  const dyads = report.timeline.filter((line) => line.source !== null && line.target === target);
  return dyads.sort((one, other) => lineTotal(other) - lineTotal(one));
}

function lineTotal(line) {
  return line.points.reduce((sum, point) => sum + totalOf(point), 0);
}

function lineName(line) {
  return line.source === null ? nameOf(line.target) : `${nameOf(line.source)} → ${nameOf(line.target)}`;
}

function showPanels(box, lines) {
  const shown = lines.slice(0, MOST_PANELS);
  box.replaceChildren(
    ...shown.map((line) =>
      element(
        "figure",
        { class: "panel" },
        element(
          "figcaption",
          {},
          lineName(line),
          " ",
          element("span", { class: "soft" }, statementsCounted(lineTotal(line))),
        ),
        element("div", { class: "chart", "aria-hidden": "true" }),
      ),
    ),
  );
  const note = document.getElementById("timeline-note");
  const notes = [];
  if (lines.some((line) => line.source !== null)) notes.push("Neutral statements have no source and are left out.");
  if (report.about.labels && lines.some(isCorrected)) {
    const labels = counted(report.about.labels.pairs);
    notes.push(`Corrected by ${labels} hand labels; dashed and faint is the count of predictions, which is not corrected.`);
    notes.push("Where only that is drawn, there are too few labels.");
  }
  if (shown.length < lines.length) notes.push(`Drawn are the ${MOST_PANELS} with most statements, of ${lines.length}.`);
  note.hidden = !notes.length;
  note.textContent = notes.join(" ");
  drawPanels(box, lines);
}

function drawPanels(box, lines) {
  const most = Math.max(1, ...lines.flatMap((line) => line.points.map(totalOf)));
  box.querySelectorAll(".chart").forEach((chart, index) => {
    const width = Math.max(120, chart.clientWidth - AXIS_ROOM);
    const line = lines[index];
    const parameters = { most, ...timeParameters(width) };
    drawChart(chart, "timeline", {
      rows: timelineRows(line, parameters.step),
      parameters,
      width,
      onClick: (row) => openStatements(pointFilters(line, row.period)),
    });
  });
}

function pointFilters(line, period) {
  return { target: line.target, source: line.source, period };
}

// With hand labels, the lines of targets are corrected; those of dyads are not.
function isCorrected(line) {
  return Boolean(report.about.labels) && line.source === null;
}

// The net stance that is drawn in front; null where labels are too few to correct it.
function netOf(line, point) {
  return isCorrected(line) ? (point.corrected ?? null) : point;
}

function timelineRows(line, step) {
  const points = new Map(line.points.map((point) => [point.period, point]));
  const drawn = (period) => points.has(period) && netOf(line, points.get(period)) !== null;
  const stances = line.source === null ? STANCES : STANCES.slice(0, 2);
  return report.periods.map((iso, period) => {
    const point = points.get(period);
    const row = { at: Date.parse(iso), period, net: null, low: null, high: null, naive: null, lean: "neutral", statements: 0 };
    if (!point) return row;
    const net = netOf(line, point);
    const lean = net ? leanOf(net) : "neutral";
    const naive = isCorrected(line) ? ` (not corrected: ${signed(point.net)})` : "";
    return {
      ...row,
      net: net?.net ?? null,
      low: net?.low ?? null,
      high: net?.high ?? null,
      naive: isCorrected(line) ? point.net : null,
      lean,
      size: markSize(lean, step),
      alone: net !== null && !drawn(period - 1) && !drawn(period + 1),
      statements: totalOf(point),
      label: periodName(period),
      mean: `${net ? signed(net.net) : "too few labels"}${naive}`,
      range: net ? `${signed(net.low)} to ${signed(net.high)}` : "none",
      count: stances.map((stance) => `${counted(point[stance])} ${stance}`).join(", "),
    };
  });
}

function leanOf(point) {
  if (point.low > 0) return "cooperative";
  return point.high < 0 ? "hostile" : "neutral";
}

// Where periods stand close, marks would hide the line.
function markSize(lean, step) {
  if (lean === "neutral") return step < 6 ? 0 : 36;
  return step < 6 ? 40 : 120;
}

function timeParameters(width) {
  const times = report.periods.map((iso) => Date.parse(iso));
  const half = (SPANS[report.about.period] * DAY) / 2;
  const [start, end] = [times[0] - half, times.at(-1) + half];
  // A label at the right end would stick out.
  const labelled = times.filter((time) => ((end - time) / (end - start)) * width > 32);
  return {
    start,
    end,
    step: Math.max(3, width / times.length),
    ticks: ticksFor(labelled.length ? labelled : times, Math.max(2, Math.floor(width / 85))),
    tickFormat: { day: "%-d %b %Y", week: "%-d %b %Y", month: "%b %Y", quarter: "%b %Y", year: "%Y" }[report.about.period],
  };
}

// At most `room` of the periods; of months, those that begin a quarter, half year or year where that does.
function ticksFor(times, room) {
  const months = [1, 2, 3, 6, 12, 24, 60, 120];
  const inMonths = ["month", "quarter"].includes(report.about.period);
  const steps = inMonths ? months : [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
  const place = (time, index) => {
    const date = new Date(time);
    if (inMonths) return date.getUTCFullYear() * 12 + date.getUTCMonth();
    return report.about.period === "year" ? date.getUTCFullYear() : index;
  };
  const spaced = steps.map((step) => times.filter((time, index) => place(time, index) % step === 0));
  const ticks = spaced.find((each) => each.length <= room) ?? [];
  return ticks.length > 1 ? ticks : [...new Set([times[0], times.at(-1)])];
}
