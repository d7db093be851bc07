// The report's data, and the words and numbers in which a page says it.
"use strict";

const report = pageData("report");
const STANCES = ["cooperative", "hostile", "neutral"];
// The rest that a chart sums up under one bar: no name of a publisher or document can be equal to it.
const OTHERS = Symbol("all others");

function nameOf(code) {
  return Object.hasOwn(report.names, code) ? report.names[code] : String(code);
}

// Made once: a formatter that is made for each number takes longer than all the rest of a drawing.
const NUMBERS = new Intl.NumberFormat("en-GB");

function counted(number) {
  return NUMBERS.format(number);
}

function percent(share) {
  return typeof share === "number" ? `${Math.round(share * 100)}\u00a0%` : "?";
}

// A number with its sign, with a real minus.
function signed(number) {
  const text = Math.abs(number).toFixed(2);
  if (Number(text) === 0) return "0.00";
  return (number > 0 ? "+" : "−") + text;
}

function statementsCounted(number) {
  return `${counted(number)} ${number === 1 ? "statement" : "statements"}`;
}

const DATE_PARTS = {
  day: { day: "numeric", month: "short", year: "numeric" },
  week: { day: "numeric", month: "short", year: "numeric" },
  month: { month: "long", year: "numeric" },
};
const DATES = Object.fromEntries(
  Object.entries(DATE_PARTS).map(([kind, parts]) => [kind, new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: "UTC" })]),
);

function periodName(index) {
  return nameOfStart(new Date(report.periods[index]), report.about.period);
}

// The name of a period of some kind that starts at a date.
function nameOfStart(start, kind) {
  if (kind === "quarter") return `quarter ${start.getUTCMonth() / 3 + 1} of ${start.getUTCFullYear()}`;
  if (kind === "year") return String(start.getUTCFullYear());
  const said = DATES[kind].format(start);
  return kind === "week" ? `week of ${said}` : said;
}

function totalOf(counts) {
  return counts.cooperative + counts.hostile + counts.neutral;
}
