// Statements counted in cells of publisher, target, source and period, and summed for any selection of them.
"use strict";

const NONE = -1;
const ANY = -2;
const KEYS = ["publisher", "target", "source", "period"];
const COUNTED = ["cooperative", "hostile", "neutral"];
const SQUARES = ["documents", "scored", "crossed", "sized"];

// The names behind the codes of each key; the last publisher and the last target stand for all others.
const CODES = {
  publisher: report.cells.publishers.map((name) => (name === null ? OTHERS : name)),
  target: [...report.targets, OTHERS],
  source: report.sources,
};

// Runs of numbers as columns: each begins with three codes and goes through periods.
function unfolded(runs, names, widthOf) {
  const columns = Object.fromEntries([...KEYS, ...names].map((name) => [name, []]));
  for (const run of runs) {
    const width = widthOf(run);
    let period = NONE;
    for (let at = 3; at < run.length; at += width + 1) {
      period += run[at];
      columns.publisher.push(run[0]);
      columns.target.push(run[1]);
      columns.source.push(run[2]);
      columns.period.push(period);
      names.forEach((name, index) => columns[name].push(index < width ? run[at + 1 + index] : 0));
    }
  }
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Int32Array.from(values)]));
}

const CELLS = unfolded(report.cells.counts, COUNTED, (run) => (run[2] === NONE ? 3 : 2));
const CLUSTERS = unfolded(report.cells.clusters, SQUARES, () => SQUARES.length);

// More than there are codes of each key.
const STRIDES = { publisher: 64, target: 64, source: 64, period: 8192 };

function noStatements() {
  return { cooperative: 0, hostile: 0, neutral: 0, documents: 0, scored: 0, crossed: 0, sized: 0 };
}

// The codes that a selection of names asks for; null where any will do.
function wantedCodes(wanted) {
  const codeOf = (key) => (wanted[key] === undefined ? null : CODES[key].indexOf(wanted[key]));
  return {
    publisher: codeOf("publisher"),
    target: codeOf("target"),
    source: codeOf("source"),
    from: wanted.from ?? (wanted.to === undefined ? ANY : 0),
    to: wanted.to ?? Infinity,
  };
}

// Sum the statements of a selection in groups. `by` names keys; `groupOf` maps a period to a number, or to NONE to
// leave it out. Returns the sums of every group, with its `codes` in the order of `by`.
// Where the source is asked for, or grouped by, only statements with a source count, and none is neutral.
function sumCells(wanted, by, groupOf = (period) => period) {
  const codes = wantedCodes(wanted);
  const ofSources = codes.source !== null || by.includes("source");
  const level = ofSources ? 2 : codes.target !== null || by.includes("target") ? 1 : 0;
  const groups = new Map();
  const found = by.map(() => NONE);
  // The number of a row's group, whose codes are then in `found`; NONE where it has none. Thousands of rows a
  // selection: nothing is made for a row.
  const keyOf = (columns, row) => {
    let key = 0;
    for (let index = 0; index < by.length; index += 1) {
      let code = columns[by[index]][row];
      if (by[index] === "period" && code !== NONE) code = groupOf(code);
      if (code === NONE) return NONE;
      found[index] = code;
      key = key * STRIDES[by[index]] + code;
    }
    return key;
  };
  const take = (columns, names) => {
    const { publisher, target, source, period } = columns;
    for (let row = 0; row < period.length; row += 1) {
      if (codes.publisher !== null && publisher[row] !== codes.publisher) continue;
      if (codes.target !== null && target[row] !== codes.target) continue;
      if (codes.source !== null && source[row] !== codes.source) continue;
      if (ofSources && source[row] < 0) continue;
      if (period[row] < codes.from || period[row] > codes.to) continue;
      const key = keyOf(columns, row);
      if (key === NONE) continue;
      let sums = groups.get(key);
      if (!sums) groups.set(key, (sums = { ...noStatements(), codes: [...found], ofSources }));
      for (let index = 0; index < names.length; index += 1) sums[names[index]] += columns[names[index]][row];
    }
  };
  take(CELLS, COUNTED);
  take(clustersAt(level), SQUARES);
  return [...groups.values()];
}

// The sums of a selection together.
function sumAll(wanted) {
  return sumCells(wanted, [])[0] ?? { ...noStatements(), codes: [], ofSources: wanted.source !== undefined };
}

// The names of a key that any statement has, in the order of their codes.
function countedNames(key) {
  const counted = new Set(sumCells({}, [key]).filter((sums) => totalOf(sums)).map((sums) => sums.codes[0]));
  return CODES[key].filter((name, code) => counted.has(code));
}

// The clusters of all targets together, of each target, or of each target and source.
const CLUSTERS_AT = [];
function clustersAt(level) {
  if (CLUSTERS_AT[level]) return CLUSTERS_AT[level];
  const levelOf = (row) => (CLUSTERS.source[row] !== ANY ? 2 : CLUSTERS.target[row] !== ANY ? 1 : 0);
  const rows = [...CLUSTERS.period.keys()].filter((row) => levelOf(row) === level);
  CLUSTERS_AT[level] = Object.fromEntries(
    Object.entries(CLUSTERS).map(([name, column]) => [name, Int32Array.from(rows, (row) => column[row])]),
  );
  return CLUSTERS_AT[level];
}
