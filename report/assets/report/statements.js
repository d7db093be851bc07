// The statements that match, most confident first, some at a time.
"use strict";

const AT_A_TIME = 50;

function startStatements() {
  const list = document.getElementById("statements");
  const more = document.getElementById("more");
  const sorted = [...report.statements].sort((one, other) => other.score - one.score);
  let found = [];
  const extend = () => {
    const place = list.children.length;
    list.append(...found.slice(place, place + AT_A_TIME).map(listedStatement));
    const left = found.length - list.children.length;
    more.hidden = left === 0;
    more.textContent = `Show ${Math.min(left, AT_A_TIME)} more (${counted(left)} left)`;
    document.getElementById("unprinted").textContent = left ? `Not printed: ${counted(left)} more.` : "";
    return list.children[place];
  };
  more.addEventListener("click", () => {
    // The button may be gone by now: what comes next to read gets the focus.
    const next = extend();
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
  });
  document.addEventListener("filterschange", () => {
    found = sorted.filter((statement) => matches(statement, filters));
    document.getElementById("matched").textContent = matchedText(found.length);
    list.replaceChildren();
    extend();
  });
}

function matchedText(inPage) {
  const all = report.about.predicted;
  const matched = tally(filters, inPage);
  if (WHOLE && !Object.keys(filters).length) return `${statementsCounted(all)}.`;
  if (WHOLE) return `${counted(inPage)} of ${statementsCounted(all)} match.`;
  if (matched !== null) {
    return `${counted(matched)} of ${statementsCounted(all)} match; ${counted(inPage)} of them are in this page.`;
  }
  return `${counted(inPage)} of the ${statementsCounted(report.about.shown)} in this page match. The page holds a sample of `
    + `${counted(all)}: how many match in all cannot be told from it.`;
}

function listedStatement(statement) {
  return element(
    "li",
    {},
    element("p", { class: "text" }, ...markedText(statement.text, statement.mentions)),
    element("p", { class: "predicted" }, ...predictedParts(statement)),
    element("p", { class: "place soft" }, placeOf(statement)),
  );
}

// Offsets count characters as Python does, which JavaScript's own indexes do not.
function markedText(text, mentions) {
  const characters = Array.from(text);
  const parts = [];
  let reached = 0;
  for (const [start, end] of [...mentions].sort((one, other) => one[0] - other[0])) {
    if (start < reached) continue;
    parts.push(characters.slice(reached, start).join(""));
    parts.push(element("mark", {}, characters.slice(start, end).join("")));
    reached = end;
  }
  parts.push(characters.slice(reached).join(""));
  return parts;
}

function predictedParts(statement) {
  const others = STANCES.map((stance, index) => [stance, statement.p[index]])
    .filter(([stance]) => stance !== statement.stance);
  const parts = [
    element("span", { class: `stance ${statement.stance}` }, statement.stance),
    ` ${percent(statement.score)} toward ${nameOf(statement.target)} `,
    element("span", { class: "soft" }, `(${others.map(([stance, p]) => `${stance} ${percent(p)}`).join(", ")})`),
  ];
  if (statement.source) {
    const surely = typeof statement.p_source === "number" ? ` ${percent(statement.p_source)}` : "";
    parts.push(element("span", { class: "source" }, `source ${nameOf(statement.source)}${surely}`));
  }
  if (statement.too_close) parts.push(element("span", { class: "close" }, "too close to call"));
  return parts;
}

function placeOf(statement) {
  const position = typeof statement.position === "number" ? `, statement ${statement.position}` : "";
  const place = statement.document ? `${statement.document}${position}` : null;
  return [statement.date, statement.publisher, place].filter(Boolean).join(" · ");
}
