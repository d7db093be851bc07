// What the panels of the timeline show: a line for each target, source or publisher of the selection.
"use strict";

const SPLITS = { target: "by target", source: "by source", publisher: "by publisher" };

// The lines of the selection, the longest first, each with its sums by group of periods, and those groups.
function timelineLines() {
  const wanted = selection();
  const { from, to, ...unbounded } = wanted;
  // A single period would be a line of one point: all are drawn, and that one is marked.
  const single = from !== undefined && from === to;
  const asked = single ? unbounded : wanted;
  const counted = sumCells(asked, [view.split, "period"]);
  const kind = view.step === "auto" || !kindsOfPeriod().includes(view.step) ? suitingKind(counted) : view.step;
  const groups = periodGroups(kind);
  const numbers = groupNumbers(groups);
  const lines = new Map();
  for (const sums of sumCells(asked, [view.split, "period"], (period) => numbers[period])) {
    const [code, group] = sums.codes;
    if (CODES[view.split][code] === OTHERS && filters[view.split] !== OTHERS && view.split === "target") continue;
    if (!lines.has(code)) lines.set(code, { code, total: 0, sums: new Map() });
    const line = lines.get(code);
    line.total += totalOf(sums);
    line.sums.set(group, sums);
  }
  const sorted = [...lines.values()].sort((one, other) => other.total - one.total || one.code - other.code);
  const shown = wanted.from === undefined && wanted.to === undefined ? groups : groupsWithin(groups, wanted, single);
  const made = sorted.map(pointsOf);
  return { lines: made, groups: trimmed(shown, groups, made), kind, chosen: single ? { from, to } : null, fewest: fewestStatements(made) };
}

function groupsWithin(groups, { from = 0, to = Infinity }, single) {
  return single ? groups : groups.filter((group) => group.to >= from && group.from <= to);
}

// The groups from the first to the last that any line has a point in: an axis without its empty ends.
function trimmed(shown, groups, lines) {
  const counted = new Set(lines.flatMap((line) => [...line.points.keys()].map((number) => groups[number])));
  const first = shown.findIndex((group) => counted.has(group));
  const last = shown.findLastIndex((group) => counted.has(group));
  return first < 0 ? shown.slice(0, 1) : shown.slice(first, last + 1);
}

// A line with what identifies it and its points: a net stance, or the share of the stance that was chosen.
function pointsOf({ code, total, sums }) {
  const name = CODES[view.split][code];
  const points = new Map();
  for (const [group, each] of sums) {
    const found = filters.stance ? stanceShare(each, filters.stance) : netStance(each);
    if (found) points.set(group, { ...found, sums: each });
  }
  return { name, total, points, wanted: { [view.split]: name } };
}

function lineName(line) {
  const name = view.split === "publisher" ? saidOrOthers(line.name) : FILTERS[view.split].said(line.name);
  if (view.split === "target" && filters.source) return `${nameOf(filters.source)} → ${name}`;
  if (view.split === "source" && filters.target) return `${name} → ${FILTERS.target.said(filters.target)}`;
  return name;
}

// With hand labels, net stances toward a target are corrected, as long as nothing is selected but targets and dates.
function isCorrected(kind) {
  const wanted = Object.keys(chartedOf(filters));
  return Boolean(report.corrected) && view.split === "target" && kind === report.about.period
    && wanted.every((key) => ["target", "from", "to"].includes(key));
}

function correctedPoint(line, group) {
  return report.corrected.find((point) => point.target === line.name && point.period === group.from) ?? null;
}

// The fewest statements of a point that is drawn: what the reader chose, or one where no point has so many.
function fewestStatements(lines) {
  const least = Number(view.least);
  return lines.some((line) => [...line.points.values()].some((point) => totalOf(point.sums) >= least)) ? least : 1;
}
