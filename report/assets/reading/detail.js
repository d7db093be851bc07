// What the panel says of one statement: its predictions with their probabilities, and what makes them doubtful.
"use strict";

// "96%"; what is not quite nothing or everything says so.
function percent(probability) {
  if (probability > 0 && probability < 0.005) return "<1%";
  if (probability < 1 && probability >= 0.995) return ">99%";
  return `${Math.round(probability * 100)}%`;
}

function scoreOf(prediction) {
  return Math.max(...prediction.probabilities);
}

// The content of the panel: predictions toward the chosen target in full, others in a line each.
function statementDetail(reading, number, chosen) {
  const { speaker, predictions } = reading.statements[number];
  const full = predictions.filter((one) => chosen === null || one.target === chosen);
  const others = predictions.filter((one) => !full.includes(one));
  const place = `Statement ${number} of ${reading.length}`;
  const parts = [element("h2", {}, speaker ? `${place}, ${speaker}` : place)];
  if (!full.length) parts.push(element("p", {}, `It does not mention ${reading.targetsInSentence[chosen]}.`));
  parts.push(...full.map((one) => fullPrediction(reading, one)));
  if (others.length) {
    parts.push(element("ul", { class: "others" }, ...others.map((one) => shortPrediction(reading, one))));
  }
  return parts;
}

function fullPrediction(reading, prediction) {
  const target = reading.targets[prediction.target];
  if (prediction.error) {
    return element("section", {}, element("h3", {}, `! not predicted toward ${target}`), element("p", {}, prediction.error));
  }
  const stance = element("span", { class: `stance ${prediction.stance}` }, prediction.stance);
  const notes = [
    meaningLine(prediction, target),
    wordsLine(reading, prediction),
    prediction.tooClose ? "? Too close to call." : null,
    prediction.truncated ? "Cut because it was too long: predicted by a part." : null,
  ];
  return element(
    "section", {},
    element("h3", {}, stance, ` toward ${target}`),
    prediction.source ? dyadLine(reading, prediction) : null,
    probabilityBars(reading, prediction),
    ...notes.filter((note) => note !== null).map((note) => element("p", {}, note)),
  );
}

function probabilityBars(reading, prediction) {
  const cells = reading.stances.flatMap((stance, place) => {
    const probability = prediction.probabilities[place];
    const best = stance === prediction.stance ? " best" : "";
    const filled = element("span", { class: stance, style: `width: ${probability * 100}%` });
    return [
      element("span", { class: `stance ${stance}${best}` }, stance),
      element("span", { class: "bar", "aria-hidden": true }, filled),
      element("span", { class: `number${best}` }, percent(probability)),
    ];
  });
  return element("div", { class: "bars" }, ...cells);
}

function shortPrediction(reading, prediction) {
  const target = reading.targets[prediction.target];
  if (prediction.error) return element("li", {}, `! not predicted toward ${target}`);
  const stance = element("span", { class: `stance ${prediction.stance}` }, prediction.stance);
  const doubt = prediction.tooClose ? ", too close to call" : "";
  return element("li", {}, stance, ` toward ${target}, ${percent(scoreOf(prediction))}${doubt}`);
}
