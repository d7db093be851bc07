// Periods put together into longer ones, so that a point rests on enough statements.
"use strict";

const KINDS = ["day", "week", "month", "quarter", "year", "5 years", "decade"];
const YEARS = { "5 years": 5, decade: 10 };
const ENOUGH_STATEMENTS = 10;
const ENOUGH_POINTS = 6;
const MONTHS = { month: 1, quarter: 3 };

// The kinds of period that the reader can choose: that of the rows, and the longer ones that leave two or more.
function kindsOfPeriod() {
  const base = KINDS.indexOf(report.about.period);
  return KINDS.slice(base).filter((kind, index) => index === 0 || periodGroups(kind).length > 1);
}

const GROUPS = {};
// The groups of periods of a kind, in time: the first and last period of each, its start and end, and its name.
function periodGroups(kind) {
  if (GROUPS[kind]) return GROUPS[kind];
  const groups = [];
  report.periods.forEach((iso, period) => {
    const key = groupKey(new Date(iso), kind);
    const last = groups.at(-1);
    if (last?.key === key) last.to = period;
    else groups.push({ key, from: period, to: period, start: Date.parse(iso) });
  });
  groups.forEach((group, index) => {
    group.end = groups[index + 1]?.start ?? periodEnd(group.to);
    group.name = groupName(group, kind);
  });
  GROUPS[kind] = groups;
  return groups;
}

function groupKey(date, kind) {
  const year = date.getUTCFullYear();
  if (kind === report.about.period) return date.getTime();
  if (kind in YEARS) return Math.floor(year / YEARS[kind]);
  if (kind === "year") return year;
  if (kind in MONTHS) return year * 12 + Math.floor(date.getUTCMonth() / MONTHS[kind]) * MONTHS[kind];
  return Math.floor((date.getTime() / DAY + 3) / 7); // 1 January 1970 was a Thursday; weeks begin on Monday
}

function groupName(group, kind) {
  if (kind === report.about.period) return periodName(group.from);
  const date = new Date(group.start);
  const year = date.getUTCFullYear();
  if (kind === "decade") return `${Math.floor(year / 10) * 10}s`;
  if (kind === "5 years") return `${Math.floor(year / 5) * 5}–${Math.floor(year / 5) * 5 + 4}`;
  return nameOfStart(date, kind);
}

// The moment at which a period ends.
function periodEnd(period) {
  const date = new Date(report.periods[period]);
  switch (report.about.period) {
    case "day":
      return date.getTime() + DAY;
    case "week":
      return date.getTime() + 7 * DAY;
    case "month":
      return date.setUTCMonth(date.getUTCMonth() + 1);
    case "quarter":
      return date.setUTCMonth(date.getUTCMonth() + 3);
    default:
      return date.setUTCFullYear(date.getUTCFullYear() + 1);
  }
}

// For each period, the number of its group.
function groupNumbers(groups) {
  const numbers = new Int32Array(report.periods.length);
  groups.forEach((group, number) => numbers.fill(number, group.from, group.to + 1));
  return numbers;
}

// Whether points are those of the rows' period: whoever made the page asked for it, or hand labels correct it.
function isPeriodKept() {
  return Boolean(report.corrected) || report.about.period_fixed;
}

// The shortest kind of which half of the points have ten statements or more, as long as six periods are left. `counted`
// are sums by line and period.
function suitingKind(counted) {
  if (isPeriodKept()) return report.about.period;
  const kinds = kindsOfPeriod();
  return kinds.find((kind, index) => {
    const next = kinds[index + 1];
    if (!next || new Set(pointsByKind(counted, next).map(([, group]) => group)).size < ENOUGH_POINTS) return true;
    const points = pointsByKind(counted, kind);
    return 2 * points.filter(([, , statements]) => statements >= ENOUGH_STATEMENTS).length >= points.length;
  });
}

// The line, group and number of statements of every point that a kind of period would make.
function pointsByKind(counted, kind) {
  const numbers = groupNumbers(periodGroups(kind));
  const points = new Map();
  for (const sums of counted) {
    const [line, period] = sums.codes;
    const key = `${line} ${numbers[period]}`;
    const point = points.get(key) ?? [line, numbers[period], 0];
    point[2] += totalOf(sums);
    points.set(key, point);
  }
  return [...points.values()];
}
