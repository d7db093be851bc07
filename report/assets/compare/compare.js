// Two groups side by side: the difference of their net stances, words that tell them apart, typical statements.
"use strict";

const MOST_WORDS = 12;
const TYPICAL = 3;
const COMPARED = { publisher: "two publishers", target: "two targets", source: "two sources", period: "two periods" };

function startCompare() {
  const box = document.getElementById("compare");
  if (!box) return;
  const kinds = Object.keys(COMPARED).filter((key) => groupsToCompare(key).length > 1);
  if (!kinds.length) {
    document.querySelector('a[href="#compare-heading"]')?.remove();
    return document.getElementById("compare-section").remove();
  }
  const controls = document.getElementById("compare-controls");
  const what = viewSelect("Compare", "compare", [["", "nothing"], ...kinds.map((key) => [key, COMPARED[key]])]);
  const [one, other] = ["a", "b"].map((key) => viewSelect(key === "a" ? "First" : "Second", key, []));
  controls.append(what, one, other);
  const selects = { a: one.querySelector("select"), b: other.querySelector("select") };
  document.addEventListener("viewchange", () => fillGroups(selects, [one, other]));
  whenSelected(["compare", "a", "b", "step"], () => showComparison(box));
  return undefined;
}

// The groups that can be chosen, the largest first: [the text in the address, the text that is read, filters].
function groupsToCompare(key) {
  if (key === "period") {
    const kind = report.about.period ? coarseKind() : null;
    if (!kind) return [];
    return periodGroups(kind).map((group) => [report.periods[group.from], group.name, { from: group.from, to: group.to }]);
  }
  return countedNames(key).map((name) => [written(name), FILTERS[key].said(name), { [key]: name }]);
}

// Periods long enough to be compared: the shortest kind of which there are at most forty.
function coarseKind() {
  const kinds = kindsOfPeriod();
  return kinds.find((kind) => periodGroups(kind).length <= 40) ?? kinds.at(-1);
}

function fillGroups(selects, fields) {
  const groups = view.compare ? groupsToCompare(view.compare) : [];
  for (const each of fields) each.hidden = !groups.length;
  for (const [index, key] of ["a", "b"].entries()) {
    const known = groups.some(([text]) => text === view[key]);
    const fallback = view.compare === "period" && index === 1 ? groups.at(-1) : groups[index];
    selects[key].replaceChildren(...groups.map(([text, said]) => element("option", { value: text }, said)));
    selects[key].value = known ? view[key] : (fallback?.[0] ?? "");
  }
}

function comparedGroups() {
  const groups = groupsToCompare(view.compare);
  return ["a", "b"].map((key) => {
    const chosen = document.getElementById(`view-${key}`).value;
    const [, said, wanted] = groups.find(([text]) => text === chosen) ?? groups[0];
    const all = { ...selection(), ...wanted };
    return { said, wanted, sums: sumAll(all), net: netStance(sumAll(all)), statements: report.statements.filter((each) => matches(each, all)) };
  });
}

function showComparison(box) {
  if (!view.compare) return box.replaceChildren();
  fillGroups({ a: document.getElementById("view-a"), b: document.getElementById("view-b") }, []);
  const [one, other] = comparedGroups();
  if (!one.net || !other.net) {
    return box.replaceChildren(element("p", { class: "panel" }, "One of the two has no statement in this selection."));
  }
  const words = tellingWords(one.statements, other.statements, report.statements, MOST_WORDS);
  box.replaceChildren(
    element("p", { class: "compared" }, comparedText(one, other)),
    element(
      "div",
      { class: "pair" },
      comparedGroup(one, words.first),
      comparedGroup(other, words.second),
    ),
    element("p", { class: "soft" }, wordsNote()),
  );
  return undefined;
}

function comparedText(one, other) {
  const apart = difference(one.net, other.net);
  const range = `${signed(apart.low)} to ${signed(apart.high)}`;
  const direction = apart.value > 0 ? "more cooperative" : "more hostile";
  const conclusion = leanOf(apart) === "neutral"
    ? "The interval includes 0: these statements do not tell which of the two is more hostile."
    : `${one.said} is ${direction} than ${other.said}.`;
  return `Difference in net stance ${signed(apart.value)} (95 % interval ${range}). ${conclusion}`;
}

function wordsNote() {
  const sample = WHOLE ? "" : ` Words and statements come from the ${counted(report.statements.length)} statements in this page.`;
  return "Words by weighted log odds with a Dirichlet prior (Monroe, Colaresi and Quinn 2008), those beyond 1.96 standard errors; "
    + `the prior is the words of all statements here.${sample}`;
}

function comparedGroup(group, words) {
  const heading = element("h3", {}, group.said);
  const net = `Net stance ${signed(group.net.value)} (${signed(group.net.low)} to ${signed(group.net.high)}), ${statementsCounted(totalOf(group.sums))}`;
  const chips = words.map(({ word, here, there }) => {
    const button = element("button", { type: "button", class: "word", title: `${here} against ${there} statements` }, word);
    button.addEventListener("click", () => openStatements({ ...group.wanted, words: word }));
    return button;
  });
  return element(
    "div",
    { class: "panel" },
    heading,
    element("p", {}, net, intervalMark(group.net)),
    element("p", { class: "words" }, ...(chips.length ? chips : ["No word is clearly more frequent here."])),
    element("h4", {}, "Typical statements"),
    element("ol", { class: "statements" }, ...typicalStatements(group, words).map(listedStatement)),
  );
}

// Statements of the group's leading stance that hold most of its telling words; of equals, the most confident.
function typicalStatements({ statements, net }, words) {
  const leading = net.value < 0 ? "hostile" : "cooperative";
  const weights = new Map(words.map(({ word, z }) => [word, Math.abs(z)]));
  const score = (statement) => {
    const found = wordsOf(statement).reduce((sum, word) => sum + (weights.get(word) ?? 0), 0);
    return (found / Math.sqrt(wordsOf(statement).length + 4)) + (statement.stance === leading ? 1 : 0) + (statement.score ?? 0);
  };
  const texts = new Set();
  return [...statements]
    .sort((one, other) => score(other) - score(one))
    .filter(({ text }) => !texts.has(text) && texts.add(text))
    .slice(0, TYPICAL);
}
