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
  const scores = near.map((number) => expectedError(points, number));
  const number = near[scores.indexOf(Math.min(...scores))];
  const [first, last] = [points[0].x, points.at(-1).x];
  const gap = Math.max(3, 0.1 * (last - first));
  return xs.map((x) => {
    if (x < first || x > last || !points.some((point) => Math.abs(point.x - x) <= gap)) return null;
    const weights = smootherWeights(points, x, number);
    const value = points.reduce((sum, point, index) => sum + weights[index] * point.value, 0);
    const variance = points.reduce((sum, point, index) => sum + weights[index] ** 2 * point.variance, 0);
    const reach = Z * Math.sqrt(variance);
    return reach > WIDEST_REACH ? null : { value, low: value - reach, high: value + reach };
  });
}

function expectedError(points, number) {
  return points.reduce((sum, point, index) => {
    const weights = smootherWeights(points, point.x, number);
    const fitted = points.reduce((total, each, place) => total + weights[place] * each.value, 0);
    return sum + (point.value - fitted) ** 2 / point.variance + 2 * weights[index];
  }, 0);
}

// By how much each point counts in the line at `x`, which the `number` nearest points make.
function smootherWeights(points, x, number) {
  const distances = points.map((point) => Math.abs(point.x - x));
  const width = [...distances].sort((one, other) => one - other)[number - 1] * 1.001 + 1e-9;
  const weights = points.map((point, index) =>
    distances[index] < width ? (1 / point.variance) * (1 - (distances[index] / width) ** 3) ** 3 : 0,
  );
  const sum = (of) => points.reduce((total, point, index) => total + weights[index] * of(point), 0);
  const [all, first, second] = [sum(() => 1), sum((point) => point.x - x), sum((point) => (point.x - x) ** 2)];
  const spread = all * second - first ** 2;
  // Points that stand at one moment have a mean, and no slope.
  if (spread <= 1e-9 * all * Math.max(second, 1e-9)) return weights.map((weight) => weight / all);
  return points.map((point, index) => (weights[index] * (second - first * (point.x - x))) / spread);
}
