// Marks both ends of the stance that is shown: the words that name its source, and those that mean its target.
"use strict";

function startEnds(reading, elements) {
  const numbers = [...elements.keys()];
  let marked = [];

  // The mention of a target in a statement, or else the last one before it.
  function mentionOf(target, number) {
    const inside = (one) => [...one.querySelectorAll(".mention")].filter((found) => means(found, target));
    const own = inside(elements.get(number));
    if (own.length) return own[0];
    for (const earlier of numbers.slice(0, numbers.indexOf(number)).reverse()) {
      const found = inside(elements.get(earlier));
      if (found.length) return found.at(-1);
    }
    return null;
  }

  // Only one stance at a time: with several targets in view the marks would not tell which belongs to which.
  function mark(number, chosen) {
    for (const one of marked) one.classList.remove("end");
    const prediction = reading.statements[number]?.predictions.find((one) => one.target === chosen);
    marked = prediction?.source ? endsOf(prediction, number) : [];
    for (const one of marked) one.classList.add("end");
  }

  // The mentions, and the names in the panel of those that have one.
  function endsOf(prediction, number) {
    const codes = { source: reading.sourceTargets[prediction.source], target: prediction.target };
    return Object.entries(codes).flatMap(([end, code]) => {
      const mention = code === undefined ? null : mentionOf(code, number);
      return mention === null ? [] : [mention, document.querySelector(`#said [data-end="${end}"]`)];
    });
  }

  return { mark };
}

function means(mention, target) {
  return mention.dataset.targets.split(" ").includes(String(target));
}
