// Which statements the reader asked for. Whoever changes that calls `setFilters`; whoever shows it listens.
"use strict";

const FILTERS = {
  target: { title: "Target", said: (code) => (code === OTHERS ? saidOrOthers(code) : nameOf(code)) },
  source: { title: "Source", said: nameOf },
  publisher: { title: "Publisher", said: saidOrOthers },
  from: { title: "From", said: periodName },
  to: { title: "To", said: periodName },
  stance: { title: "Stance", said: (stance) => stance },
  document: { title: "Document", said: saidOrOthers },
  closeness: { title: "Too close to call", said: (wanted) => (wanted === "only" ? "only these" : "left out") },
  words: { title: "Words", said: (words) => words },
};
// What the charts count by; the other filters narrow the list alone.
const CHARTED = ["target", "source", "publisher", "from", "to", "stance"];

let filters = {};

// The names that have a code or bar of their own; every other is among "all others".
const NAMED = {
  target: new Set(report.targets),
  publisher: new Set(CODES.publisher.filter((name) => name !== OTHERS)),
  document: new Set(report.documents.map((bar) => bar.name).filter((name) => name !== null)),
};
const SOURCES = new Set(report.sources);

function saidOrOthers(name) {
  if (name === OTHERS) return "all others";
  return name === "" ? "not named" : name;
}

// Replace all filters. Entries that are undefined or null count as not set.
function setFilters(wanted) {
  filters = Object.fromEntries(
    Object.entries(wanted).filter(([key, value]) => value !== undefined && value !== null && !(key === "words" && value === "")),
  );
  document.dispatchEvent(new CustomEvent("filterschange"));
}

// Those of some filters that charts count by.
function chartedOf(wanted) {
  return Object.fromEntries(Object.entries(wanted).filter(([key]) => CHARTED.includes(key)));
}

// The selection without its stance, which charts show as a share of it.
function selection() {
  const { stance, ...rest } = chartedOf(filters);
  return rest;
}

// What a click on a number does: narrow the selection to its statements, and go to them.
function openStatements(wanted) {
  setFilters({ ...chartedOf(filters), ...wanted });
  goTo(document.getElementById("statements-heading"));
}

// A row without a name has no bar, so it is not among "all others" either; of publishers, "" asks for those rows.
function isAmong(by, name, wanted) {
  if (wanted !== OTHERS) return (name ?? "") === wanted;
  return name !== null && name !== undefined && name !== "" && !NAMED[by].has(name);
}

// Sources that the cells have no room for are counted as `other`.
function countedSource(statement) {
  if (!statement.source) return null;
  return SOURCES.has(statement.source) ? statement.source : "other";
}

const MATCHES = {
  target: (statement, wanted) => isAmong("target", statement.target, wanted),
  source: (statement, wanted) => countedSource(statement) === wanted,
  publisher: (statement, wanted) => isAmong("publisher", statement.publisher, wanted),
  from: (statement, wanted) => statement.period !== null && statement.period >= wanted,
  to: (statement, wanted) => statement.period !== null && statement.period <= wanted,
  stance: (statement, wanted) => statement.stance === wanted,
  document: (statement, wanted) => isAmong("document", statement.document, wanted),
  closeness: (statement, wanted) => Boolean(statement.too_close) === (wanted === "only"),
  words: hasWords,
};

function matches(statement, wanted) {
  return Object.entries(wanted).every(([key, value]) => MATCHES[key](statement, value));
}

// Every word has to occur, in the statement or in where it stands.
function hasWords(statement, words) {
  // Made once: lowering thousands of texts at every key would be felt.
  statement.searched ??= [statement.text, statement.publisher, statement.document].join("\n").toLocaleLowerCase();
  return words.toLocaleLowerCase().split(/\s+/).every((word) => statement.searched.includes(word));
}
