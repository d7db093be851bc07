// The statements that match, those that take a stance first, then the most confident, some at a time.
"use strict";

const AT_A_TIME = 50;
const TABS = [undefined, "cooperative", "hostile", "neutral"];
// Whether every statement is in the page, and not a sample.
const WHOLE = report.statements.length >= totalOf(sumAll({}));

const SORTED = [...report.statements].sort(
  (one, other) => (one.stance === "neutral") - (other.stance === "neutral") || other.score - one.score,
);
let foundStatements = [];

function startStatements() {
  const list = document.getElementById("statements");
  const more = document.getElementById("more");
  const extend = () => {
    const reached = list.children.length;
    list.append(...foundStatements.slice(reached, reached + AT_A_TIME).map(listedStatement));
    const left = foundStatements.length - list.children.length;
    more.hidden = left === 0;
    more.textContent = `Show ${Math.min(left, AT_A_TIME)} more (${counted(left)} left)`;
    document.getElementById("unprinted").textContent = left ? `Not printed: ${counted(left)} more.` : "";
    return list.children[reached];
  };
  more.addEventListener("click", () => {
    // The button may be gone by now: what comes next to read gets the focus.
    const next = extend();
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
  });
  startTabs();
  document.addEventListener("filterschange", () => {
    foundStatements = SORTED.filter((statement) => matches(statement, filters));
    document.getElementById("matched").textContent = matchedText(foundStatements.length);
    list.replaceChildren();
    extend();
  });
}

// One button for each stance, with how many statements it would list.
function startTabs() {
  const box = document.getElementById("stance-tabs");
  for (const stance of TABS) {
    const button = element("button", { type: "button" });
    button.addEventListener("click", () => setFilters({ ...filters, stance }));
    box.append(button);
    document.addEventListener("filterschange", () => {
      const { stance: chosen, ...rest } = filters;
      button.setAttribute("aria-pressed", String(chosen === stance));
      const count = countMatching({ ...rest, stance });
      button.replaceChildren(
        stance ? element("span", { class: `stance ${stance}` }, stance) : "All",
        ` ${counted(count.number)}${count.sampled ? " in this page" : ""}`,
      );
    });
  }
}

// How many statements match; `sampled` where that can only be told of those in the page.
function countMatching(wanted) {
  const { stance, ...rest } = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  if (Object.keys(rest).every((key) => CHARTED.includes(key))) {
    const sums = sumAll(rest);
    return { number: stance ? sums[stance] : totalOf(sums), sampled: false };
  }
  const all = stance ? { ...rest, stance } : rest;
  return { number: report.statements.filter((statement) => matches(statement, all)).length, sampled: !WHOLE };
}

function matchedText(inPage) {
  const all = totalOf(sumAll({}));
  const matched = countMatching(filters);
  if (!Object.keys(filters).length) {
    return WHOLE ? `${statementsCounted(all)}.` : `${statementsCounted(all)}; ${counted(inPage)} of them are in this page.`;
  }
  if (WHOLE) return `${counted(inPage)} of ${statementsCounted(all)} match.`;
  if (!matched.sampled) {
    return `${counted(matched.number)} of ${statementsCounted(all)} match; ${counted(inPage)} of them are in this page.`;
  }
  return `${counted(inPage)} of the ${statementsCounted(report.statements.length)} in this page match. The page holds a sample of `
    + `${counted(all)}: how many match in all cannot be told from it.`;
}

function listedStatement(statement) {
  const times = statement.times > 1
    ? element("span", { class: "times", title: `Occurs ${counted(statement.times)} times` }, `×${counted(statement.times)}`)
    : null;
  return element(
    "li",
    {},
    element("p", { class: "text", dir: "auto", lang: statement.lang }, ...markedText(statement.text, statement.mentions), times ? " " : null, times),
    element("p", { class: "predicted" }, ...predictedParts(statement)),
    element("p", { class: "place soft" }, ...placeOf(statement)),
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

// Where it stands; each name by itself, so that one written from right to left does not turn the others round.
function placeOf(statement) {
  const position = typeof statement.position === "number" ? `, statement ${statement.position}` : "";
  const names = [statement.date, statement.publisher, statement.document].filter(Boolean);
  const parts = names.flatMap((name, index) => [index ? " · " : "", element("bdi", {}, name)]);
  return statement.document ? [...parts, position] : parts;
}
