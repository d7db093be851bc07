// How many statements match in all the rows, of which a page may hold a sample.
"use strict";

const WHOLE = report.about.shown >= report.about.predicted;
// Very many targets are not all counted by source and period.
const EVERY_TARGET = report.composition.target.every((bar) => report.targets.includes(bar.name));

// The number of predicted statements that match, or null where the tallies cannot tell.
function tally(wanted, inPage) {
  if (WHOLE) return inPage;
  const { stance, ...rest } = wanted;
  const counts = countsFor(rest);
  if (counts === null) return null;
  return counts.reduce((sum, each) => sum + (stance ? each[stance] ?? 0 : totalOf({ neutral: 0, ...each })), 0);
}

// The tallies to sum for filters without a stance, or null.
function countsFor(wanted) {
  switch (Object.keys(wanted).sort().join(" ")) {
    case "":
      return report.composition.target;
    case "target":
    case "publisher":
    case "document":
      return barFor(wanted);
    case "source":
      return EVERY_TARGET ? report.dyads.filter((dyad) => dyad.source === wanted.source) : null;
    case "source target":
      // Dyads are those of the targets with lines of their own: of any other, nothing can be told.
      if (!report.targets.includes(wanted.target)) return null;
      return report.dyads.filter((dyad) => dyad.source === wanted.source && dyad.target === wanted.target);
    case "period":
    case "period target":
    case "period source target":
      return pointsFor(wanted);
    default:
      return null;
  }
}

function barFor(wanted) {
  const [[by, name]] = Object.entries(wanted);
  const bar = report.composition[by].find((each) => each.name === (name === OTHERS ? null : name));
  return bar ? [bar] : null;
}

function pointsFor({ target, source = null, period }) {
  const lines = report.timeline.filter(
    (line) => line.source === source && (target === undefined || line.target === target),
  );
  if (!lines.length || (target === undefined && !EVERY_TARGET)) return null;
  return lines.flatMap((line) => line.points.filter((point) => point.period === period));
}
