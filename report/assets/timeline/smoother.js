// A line through noisy points with its band: local linear regression with tricube weights (loess; Cleveland 1979, Journal of
// the American Statistical Association 74). Its span is that of least expected error by Mallows' Cp (1973, Technometrics 15),
// since the variances of the points are known; the band adds them up.
"use strict";

const SPANS = [0.3, 0.45, 0.6, 0.8, 1];
const FEWEST_SMOOTHED = 5;
// Where the band reaches farther than this to both sides, a line would only pretend.
const WIDEST_REACH = 0.5;

// Points have `x`, `value` and `variance`. Returns { value, low, high } at each of `xs`, null where the
// line would not be carried by the points; null alone where there are too few points.
function smoothed(points, xs) {
  if (points.length < FEWEST_SMOOTHED) return null;
  const near = SPANS.map((span) => Math.min(points.length, Math.max(FEWEST_SMOOTHED, Math.ceil(span * points.length))));
  const scores = expectedErrors(points, near);
  const number = near[scores.indexOf(Math.min(...scores))];
  const [first, last] = [points[0].x, points.at(-1).x];
  const gap = Math.max(3, 0.1 * (last - first));
  return xs.map((x) => {
    if (x < first || x > last || !points.some((point) => Math.abs(point.x - x) <= gap)) return null;
    const distances = distancesFrom(points, x);
    const weights = smootherWeights(points, x, distances, sortedDistances(distances)[number - 1]);
    const value = points.reduce((sum, point, index) => sum + weights[index] * point.value, 0);
    const variance = points.reduce((sum, point, index) => sum + weights[index] ** 2 * point.variance, 0);
    const reach = Z * Math.sqrt(variance);
    return reach > WIDEST_REACH ? null : { value, low: value - reach, high: value + reach };
  });
}

// Mallows' Cp of lines that the nearest points make, for each number of them.
function expectedErrors(points, numbers) {
  const errors = numbers.map(() => 0);
  points.forEach((point, index) => {
    const distances = distancesFrom(points, point.x);
    const inOrder = sortedDistances(distances);
    numbers.forEach((number, place) => {
      const weights = smootherWeights(points, point.x, distances, inOrder[number - 1]);
      let fitted = 0;
      for (let each = 0; each < points.length; each += 1) fitted += weights[each] * points[each].value;
      errors[place] += (point.value - fitted) ** 2 / point.variance + 2 * weights[index];
    });
  });
  return errors;
}

function distancesFrom(points, x) {
  const distances = new Float64Array(points.length);
  for (let index = 0; index < points.length; index += 1) distances[index] = Math.abs(points[index].x - x);
  return distances;
}

function sortedDistances(distances) {
  return new Float64Array(distances).sort();
}

// By how much each point counts in the line at `x`, which the points up to `farthest` make.
function smootherWeights(points, x, distances, farthest) {
  const width = farthest * 1.001 + 1e-9;
  const weights = new Float64Array(points.length);
  let [all, first, second] = [0, 0, 0];
  for (let index = 0; index < points.length; index += 1) {
    if (distances[index] >= width) continue;
    const near = distances[index] / width;
    const tricube = 1 - near * near * near;
    const weight = (tricube * tricube * tricube) / points[index].variance;
    const away = points[index].x - x;
    weights[index] = weight;
    all += weight;
    first += weight * away;
    second += weight * away ** 2;
  }
  const spread = all * second - first ** 2;
  // Points that stand at one moment have a mean, and no slope.
  if (spread <= 1e-9 * all * Math.max(second, 1e-9)) return weights.map((weight) => weight / all);
  return weights.map((weight, index) => (weight * (second - first * (points[index].x - x))) / spread);
}
