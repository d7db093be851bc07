// Which statements a view tints, and with what mark.
"use strict";

const MARKS = { cooperative: "+", hostile: "−", neutral: "·" };

// Outline a statement, and mark the words that moved its prediction toward the chosen target.
function markShown(one, shown, chosen) {
  one?.classList.toggle("shown", shown);
  for (const word of one?.querySelectorAll("[data-moved]") ?? []) {
    const own = chosen === null || word.dataset.moved.split(" ").includes(String(chosen));
    word.classList.toggle("moved", shown && own);
  }
}

// Tint one statement, and let Tab reach it, if it has a prediction that belongs to the view.
function tint(reading, one, number, view) {
  for (const name of ["stance", "close", "mark", "words", "score"]) delete one.dataset[name];
  one.querySelectorAll(".chip").forEach((chip) => chip.remove());
  one.removeAttribute("tabindex");
  const { predictions } = reading.statements[number];
  const prediction = predictions.find((found) => inView(view, found));
  if (view.chosen === null) {
    one.dataset.stance = "all";
    one.append(...predictions.map((found) => chip(reading, found)));
  } else if (prediction) {
    one.dataset.stance = prediction.stance ?? "error";
    one.dataset.mark = `${MARKS[prediction.stance] ?? "!"}${prediction.tooClose ? "?" : ""}`;
    one.dataset.words = `${prediction.stance ?? "not predicted"}: `;
    if (prediction.stance) one.dataset.score = percent(scoreOf(prediction));
    if (prediction.tooClose) one.dataset.close = "";
  }
  if (one.dataset.stance) one.tabIndex = 0;
}

// Whether a prediction is one of those toward the chosen target, or of the chosen dyad.
function inView({ chosen, dyad }, prediction) {
  if (chosen !== null && prediction.target !== chosen) return false;
  return dyad === null || prediction.source === dyad.source;
}

function viewName(reading, { chosen, dyad }) {
  if (dyad !== null) return `Only ${dyadName(reading, dyad)}`;
  return chosen === null ? "Toward each target that a statement mentions" : `Toward ${reading.targetsInSentence[chosen]}`;
}

function chip(reading, prediction) {
  const stance = prediction.stance ?? "error";
  const doubt = prediction.tooClose ? "?" : "";
  const said = element("span", { class: "visually-hidden" }, `${stance} toward `);
  return element("span", { class: `chip stance ${stance}` }, said, `${reading.targets[prediction.target]}${doubt}`);
}

// The target to begin with: the one with most stances that are not neutral, of several the most mentioned.
function mostPolar(reading) {
  const counts = reading.targets.map((_, target) => ({ target, polar: 0, all: 0 }));
  for (const { predictions } of Object.values(reading.statements)) {
    for (const { target, stance } of predictions) {
      counts[target].all += 1;
      if (stance === "cooperative" || stance === "hostile") counts[target].polar += 1;
    }
  }
  counts.sort((one, other) => other.polar - one.polar || other.all - one.all);
  return counts[0].target;
}
