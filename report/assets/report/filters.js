// Which statements the reader asked for. Whoever changes that calls `setFilters`; whoever shows it listens.
"use strict";

const FILTERS = {
  target: { title: "Target", said: (code) => (code === OTHERS ? saidOrOthers(code) : nameOf(code)) },
  source: { title: "Source", said: nameOf },
  stance: { title: "Stance", said: (stance) => stance },
  period: { title: "Period", said: periodName },
  publisher: { title: "Publisher", said: saidOrOthers },
  document: { title: "Document", said: saidOrOthers },
  closeness: { title: "Too close to call", said: (wanted) => (wanted === "only" ? "only these" : "left out") },
  words: { title: "Words", said: (words) => words },
};

let filters = {};

// The names that have a bar of their own; every other is among "all others".
const NAMED = {};
for (const [by, bars] of Object.entries(report.composition)) {
  NAMED[by] = new Set(bars.map((bar) => bar.name).filter((name) => name !== null));
}

function saidOrOthers(name) {
  return name === OTHERS ? "all others" : name;
}

// Replace all filters. Entries that are undefined, null or empty count as not set.
function setFilters(wanted) {
  filters = Object.fromEntries(
    Object.entries(wanted).filter(([, value]) => value !== undefined && value !== null && value !== ""),
  );
  document.dispatchEvent(new CustomEvent("filterschange"));
}

// What a click on a number does: ask for its statements and no others, and go to them.
function openStatements(wanted) {
  setFilters(wanted);
  const heading = document.getElementById("statements-heading");
  heading.focus({ preventScroll: true });
  heading.scrollIntoView();
}

// A row without a name has no bar, so it is not among "all others" either.
function isAmong(by, name, wanted) {
  if (wanted !== OTHERS) return name === wanted;
  return name !== null && name !== undefined && name !== "" && !NAMED[by].has(name);
}

// Sources that the tallies have no room for are counted as `other`.
function countedSource(statement) {
  if (!statement.source) return null;
  return SOURCES.has(statement.source) ? statement.source : "other";
}

const SOURCES = new Set(report.sources);

function matches(statement, wanted) {
  for (const [key, value] of Object.entries(wanted)) {
    if (key === "words") {
      if (!hasWords(statement, value)) return false;
    } else if (key === "closeness") {
      if (Boolean(statement.too_close) !== (value === "only")) return false;
    } else if (key === "source") {
      if (countedSource(statement) !== value) return false;
    } else if (key in NAMED) {
      if (!isAmong(key, statement[key], value)) return false;
    } else if (statement[key] !== value) return false;
  }
  return true;
}

// Every word has to occur, in the statement or in where it stands.
function hasWords(statement, words) {
  // Made once: lowering thousands of texts at every key would be felt.
  statement.searched ??= [statement.text, statement.publisher, statement.document].join("\n").toLocaleLowerCase();
  return words.toLocaleLowerCase().split(/\s+/).every((word) => statement.searched.includes(word));
}
