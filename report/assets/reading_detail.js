// What the panel says of one statement: probabilities, source, and what makes a judgement doubtful.
"use strict";

// "96%"; what is not quite nothing or everything says so.
function percent(probability) {
  if (probability > 0 && probability < 0.005) return "<1%";
  if (probability < 1 && probability >= 0.995) return ">99%";
  return `${Math.round(probability * 100)}%`;
}

function scoreOf(judgement) {
  return Math.max(...judgement.probabilities);
}

// The content of the panel: judgements toward the chosen target in full, others in a line each.
function statementDetail(reading, number, chosen) {
  const { speaker, judgements } = reading.statements[number];
  const full = judgements.filter((one) => chosen === null || one.target === chosen);
  const others = judgements.filter((one) => !full.includes(one));
  const place = `Statement ${number} of ${reading.length}`;
  const parts = [element("h2", {}, speaker ? `${place}, ${speaker}` : place)];
  if (!full.length) parts.push(element("p", {}, `It does not mention ${reading.targets[chosen]}.`));
  parts.push(...full.map((one) => fullJudgement(reading, one)));
  if (others.length) {
    parts.push(element("ul", { class: "others" }, ...others.map((one) => shortJudgement(reading, one))));
  }
  return parts;
}

function fullJudgement(reading, judgement) {
  const target = reading.targets[judgement.target];
  if (judgement.error) {
    return element("section", {}, element("h3", {}, `! not judged toward ${target}`), element("p", {}, judgement.error));
  }
  const stance = element("span", { class: `stance ${judgement.stance}` }, judgement.stance);
  const notes = [
    judgement.source ? sourceLine(reading, judgement) : null,
    judgement.tooClose ? "? Too close to call." : null,
    judgement.truncated ? "Cut because it was too long: judged by a part." : null,
  ];
  return element(
    "section", {},
    element("h3", {}, stance, ` toward ${target}`),
    probabilityBars(reading, judgement),
    ...notes.filter((note) => note !== null).map((note) => element("p", {}, note)),
  );
}

function sourceLine(reading, judgement) {
  const code = judgement.source;
  const words = { author: "the author", other: "another party" };
  const name = words[code] || reading.names[code] || code;
  return `Source: ${name} (${percent(judgement.pSource)})`;
}

function probabilityBars(reading, judgement) {
  const cells = reading.stances.flatMap((stance, place) => {
    const probability = judgement.probabilities[place];
    const best = stance === judgement.stance ? " best" : "";
    const filled = element("span", { class: stance, style: `width: ${probability * 100}%` });
    return [
      element("span", { class: `stance ${stance}${best}` }, stance),
      element("span", { class: "bar", "aria-hidden": true }, filled),
      element("span", { class: `number${best}` }, percent(probability)),
    ];
  });
  return element("div", { class: "bars" }, ...cells);
}

function shortJudgement(reading, judgement) {
  const target = reading.targets[judgement.target];
  if (judgement.error) return element("li", {}, `! not judged toward ${target}`);
  const stance = element("span", { class: `stance ${judgement.stance}` }, judgement.stance);
  const doubt = judgement.tooClose ? ", too close to call" : "";
  return element("li", {}, stance, ` toward ${target}, ${percent(scoreOf(judgement))}${doubt}`);
}
