// Words that tell two groups of statements apart: weighted log odds with an informative Dirichlet prior.
// Source: Monroe, Colaresi and Quinn 2008, "Fightin' Words", Political Analysis 16.
"use strict";

const PRIOR_WORDS = 500; // how many words of the whole page the prior is worth
const FEWEST_USES = 3;
const SEGMENTER = typeof Intl.Segmenter === "function" ? new Intl.Segmenter(undefined, { granularity: "word" }) : null;

// The words of a text in small letters; a word counts once in a statement.
function wordsOf(statement) {
  if (statement.words) return statement.words;
  const text = statement.text.toLocaleLowerCase();
  // Han, kana and Hangul are written without the spaces that separate words elsewhere.
  const found = SEGMENTER && /[\u2e80-\ud7ff]/.test(text)
    ? [...SEGMENTER.segment(text)].filter((each) => each.isWordLike).map((each) => each.segment)
    : text.match(/[\p{L}\p{M}][\p{L}\p{M}\p{N}'’-]*/gu) ?? [];
  statement.words = [...new Set(found)].filter((word) => word.length > 1);
  return statement.words;
}

function wordCounts(statements) {
  const counts = new Map();
  let total = 0;
  for (const statement of statements) {
    for (const word of wordsOf(statement)) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
      total += 1;
    }
  }
  return { counts, total };
}

// The words of each group that have most to do with it: { word, z, uses, others }, by z, the log odds ratio over its standard error.
function tellingWords(first, second, everything, most) {
  const [one, other, all] = [first, second, everything].map(wordCounts);
  const found = [];
  for (const [word, uses] of all.counts) {
    const [here, there] = [one.counts.get(word) ?? 0, other.counts.get(word) ?? 0];
    if (here + there < FEWEST_USES) continue;
    const prior = (PRIOR_WORDS * uses) / all.total;
    const odds = (count, total) => Math.log((count + prior) / (total + PRIOR_WORDS - count - prior));
    const z = (odds(here, one.total) - odds(there, other.total)) / Math.sqrt(1 / (here + prior) + 1 / (there + prior));
    found.push({ word, z, here, there });
  }
  found.sort((a, b) => b.z - a.z || a.word.localeCompare(b.word));
  const certain = (each) => Math.abs(each.z) > Z;
  return {
    first: found.filter((each) => each.z > 0 && certain(each)).slice(0, most),
    second: found.filter((each) => each.z < 0 && certain(each)).reverse().slice(0, most),
  };
}
