// Net stances and shares of summed statements, with 95 % intervals that allow for statements of one document and for
// the known errors of the checkpoint. The same as detente.measure.net.net_bands, which names the sources.
"use strict";

const Z = 1.959963984540054;
const NET_SCORES = [1, -1, 0];
const KNOWN = report.about.intervals.confusion;
const FIRST_QUANTILES = [12.7062047, 4.3026527, 3.1824463, 2.7764451, 2.5705818];
const QUANTILE_TERMS = [
  (Z ** 3 + Z) / 4,
  (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / 96,
  (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / 384,
  (79 * Z ** 9 + 776 * Z ** 7 + 1482 * Z ** 5 - 1920 * Z ** 3 - 945 * Z) / 92160,
];

// The 97.5 % point of Student's t (Abramowitz and Stegun 1964, 26.7.5). Below five degrees of freedom the series is too
// coarse, and the inverse of the degrees is interpolated.
function studentQuantile(freedom) {
  const degrees = Math.max(1, freedom);
  if (degrees < FIRST_QUANTILES.length) {
    const whole = Math.floor(degrees);
    const way = (1 / whole - 1 / degrees) / (1 / whole - 1 / (whole + 1));
    return FIRST_QUANTILES[whole - 1] + way * (FIRST_QUANTILES[whole] - FIRST_QUANTILES[whole - 1]);
  }
  return QUANTILE_TERMS.reduce((sum, term, power) => sum + term / degrees ** (power + 1), Z);
}

// The share of an independent row that each row is worth, by how alike the rows of one document are (Korn and Graubard 1998).
function worthOf(sums) {
  const rows = totalOf(sums);
  const documents = rows + sums.documents;
  const polar = sums.cooperative + sums.hostile;
  const score = sums.cooperative - sums.hostile;
  const net = score / rows;
  const squares = polar + sums.scored - 2 * net * (score + sums.crossed) + net ** 2 * (rows + sums.sized);
  const clustered = (squares * documents) / Math.max(documents - 1, 1) / rows ** 2;
  const plain = (polar / rows - net ** 2) / Math.max(rows - 1, 1);
  const known = plain > 1e-12 && documents > 1;
  const effect = known ? Math.max(1, clustered / plain) : rows / documents;
  const small = known && documents < rows ? (Z / studentQuantile(documents - 1)) ** 2 : 1;
  return small / effect;
}

// The net stance of sums with `low` and `high`; null where nothing is counted.
function netStance(sums) {
  const rows = totalOf(sums);
  if (!rows) return null;
  const worth = worthOf(sums);
  const found = sums.ofSources ? dyadStance(sums, worth) : targetStance(sums, worth);
  return cut(widened(found, KNOWN ? knownReach(sums, found.value) : 0), -1, 1);
}

// Half a row added to each cell of matched pairs (Agresti and Min 2005).
function targetStance(sums, worth) {
  const [cooperative, hostile] = [sums.cooperative * worth, sums.hostile * worth];
  const rows = totalOf(sums) * worth;
  const value = (cooperative - hostile) / rows;
  const middle = (cooperative - hostile) / (rows + 2);
  const reach = Z * Math.sqrt(((cooperative + hostile + 1) / (rows + 2) - middle ** 2) / (rows + 2));
  return cut({ value, low: Math.min(value, middle - reach), high: Math.max(value, middle + reach) }, -1, 1);
}

function dyadStance(sums, worth) {
  const { value, low, high } = wilson(sums.cooperative * worth, (sums.cooperative + sums.hostile) * worth);
  return cut({ value: 2 * value - 1, low: 2 * low - 1, high: 2 * high - 1 }, -1, 1);
}

// The interval of a share (Wilson 1927).
function wilson(count, rows) {
  const share = count / rows;
  const spread = Z ** 2 / rows;
  const middle = (share + spread / 2) / (1 + spread);
  const reach = (Z / (1 + spread)) * Math.sqrt((share * (1 - share)) / rows + spread / (4 * rows));
  return { value: share, low: Math.min(share, middle - reach), high: Math.max(share, middle + reach) };
}

// The share of one stance among the statements of sums.
function stanceShare(sums, stance) {
  const rows = totalOf(sums);
  if (!rows) return null;
  const worth = worthOf(sums);
  const found = wilson(sums[stance] * worth, rows * worth);
  if (!KNOWN) return cut(found, 0, 1);
  const scores = COUNTED.map((each) => Number(each === stance));
  // Of sources, half the way of the net stance, which is cooperative less hostile.
  const reach = sums.ofSources ? knownReach(sums, dyadStance(sums, 1).value) / 2 : targetReach(sums, scores);
  return cut(widened(found, reach), 0, 1);
}

function knownReach(sums, net) {
  return sums.ofSources ? dyadReach(sums, net) : targetReach(sums, NET_SCORES);
}

// How far the known errors reach: detente.measure.net.known_confusion, with the same table.
function targetReach(sums, scores) {
  const errors = COUNTED.map((_, predicted) =>
    COUNTED.map((__, label) => [(scores[label] - scores[predicted]) ** 2, labelled(label, predicted)]),
  );
  return errorReach(errors, COUNTED.map((stance) => sums[stance]));
}

function dyadReach(sums, net) {
  const errors = [[0, 1, 1 - net], [1, 0, 1 + net]].map(([one, other, away]) => [
    [4, labelled(other, one)],
    [away ** 2, labelled(2, one) + labelled(one, 2)],
  ]);
  return errorReach(errors, [sums.cooperative, sums.hostile]);
}

function labelled(label, predicted) {
  return KNOWN.table[label][predicted] + 1 / 3;
}

function errorReach(errors, counts) {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  let [mean, variance] = [0, 0];
  counts.forEach((count, predicted) => {
    const labels = COUNTED.reduce((sum, _, label) => sum + labelled(label, predicted), 0);
    mean += ((count / rows) * errors[predicted].reduce((sum, [square, number]) => sum + square * number, 0)) / labels;
    variance += (count / rows / labels) ** 2 * errors[predicted].reduce((sum, [square, number]) => sum + square ** 2 * number, 0);
  });
  // The table is a sample, and so is what `lean` was measured on.
  const freedom = 2 / (variance / mean ** 2 + (KNOWN.lean_error / KNOWN.lean) ** 2);
  return studentQuantile(freedom) * Math.sqrt(KNOWN.lean * mean);
}

// Distances add up as squares do, each side by itself (Zou and Donner 2008).
function widened({ value, low, high }, reach) {
  return { value, low: value - Math.hypot(value - low, reach), high: value + Math.hypot(high - value, reach) };
}

// How far one interval's value lies above another's, where the two are independent (Zou and Donner 2008).
function difference(one, other) {
  const value = one.value - other.value;
  return {
    value,
    low: value - Math.hypot(one.value - one.low, other.high - other.value),
    high: value + Math.hypot(one.high - one.value, other.value - other.low),
  };
}

function cut({ value, low, high }, least, most) {
  return { value, low: Math.max(least, low), high: Math.min(most, high) };
}

// Which side of zero an interval lies on.
function leanOf({ low, high }) {
  if (low > 0) return "cooperative";
  return high < 0 ? "hostile" : "neutral";
}
