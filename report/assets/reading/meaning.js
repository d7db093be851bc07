// The lines below a prediction: who holds the stance toward whom, what the words mean, which of them moved it.
"use strict";

const KNOWN_BY = {
  statement: "told by the statement itself",
  quotation: "known from the quotation",
  document: "known from the document",
  publisher: "known from the publisher, who speaks for it",
};

// "South Korea → China, the source known from the quotation (80%)"; marked as its ends in the text, where it names them.
function dyadLine(reading, prediction) {
  const code = prediction.source;
  const by = KNOWN_BY[prediction.sourceBy] ?? "predicted";
  return element(
    "p", { class: "dyad" },
    element("bdi", { "data-end": "source" }, reading.names[code]), " → ",
    element("bdi", { "data-end": "target" }, reading.targets[prediction.target]),
    `, the source ${by} (${percent(prediction.pSource)}).`,
  );
}

// What a pronoun, a surname or "the North" was taken for, and how likely that is.
function meaningLine(prediction, target) {
  const { mention, takenFor, meant, pMeant } = prediction;
  const likely = pMeant === undefined ? "" : `, meant with ${percent(pMeant)}`;
  if (mention && (takenFor || meant)) return `“${mention}” was taken for ${takenFor ?? target}${likely}.`;
  if (!meant) return null;
  return `Not named here; the document shows that ${takenFor ?? target} is meant${likely && ` (${percent(pMeant)})`}.`;
}

// Which words the prediction rests on: each with the probability that is left without it.
function wordsLine(reading, prediction) {
  if (prediction.words?.length) {
    const words = prediction.words.map(([word, left]) => `${word} (without it ${percent(left)})`);
    return `Words that moved it, approximately: ${words.join(", ")}.`;
  }
  if (prediction.words) return "No single word moves it.";
  if (!reading.explained || !prediction.meant || prediction.stance === "neutral") return null;
  return "Its words were not tried: the stance rests on the text before it too.";
}
