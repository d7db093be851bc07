// Chooses a target, tints the statements that mention it, and shows the one that is pointed at or focused.
"use strict";

const MARKS = { cooperative: "+", hostile: "−", neutral: "·" };

function startReading() {
  const reading = pageData("reading");
  const elements = new Map();
  for (const one of document.querySelectorAll(".statement")) elements.set(Number(one.dataset.number), one);
  const mentions = [...document.querySelectorAll(".mention")];
  const panel = document.getElementById("detail");
  const asSheet = matchMedia("(max-width: 60rem)");
  const state = { chosen: undefined, pointed: null, pinned: null, strip: null, shown: null };

  function choose(chosen) {
    state.chosen = chosen;
    for (const button of document.querySelectorAll("#chooser button")) {
      const own = button.dataset.target === (chosen === null ? "all" : String(chosen));
      button.setAttribute("aria-pressed", String(own));
    }
    for (const [number, one] of elements) tint(reading, one, number, chosen);
    for (const one of mentions) {
      one.classList.toggle("chosen", chosen === null || one.dataset.targets.split(" ").includes(String(chosen)));
    }
    state.strip = overviewStrip(reading, chosen, pick);
    document.getElementById("overview").replaceChildren(state.strip);
    document.getElementById("chosen").textContent =
      chosen === null ? "Toward each target that a statement mentions: " : `Toward ${reading.targets[chosen]}: `;
    show();
  }

  function show() {
    const number = state.pointed ?? state.pinned;
    markShown(state.shown, false, state.chosen);
    state.shown = elements.get(number) ?? null;
    markShown(state.shown, true, state.chosen);
    panel.classList.toggle("idle", number === null);
    markPlace(state.strip, number);
    const hint = element("p", { class: "soft" }, "Point at a statement, tap it, or reach it with Tab, to see its probabilities and source.");
    const said = number === null ? [hint] : statementDetail(reading, number, state.chosen);
    document.getElementById("said").replaceChildren(...said);
  }

  function set(change) {
    Object.assign(state, change);
    show();
  }

  // The nearest statement that is tinted now.
  function pick(wanted) {
    const tinted = [...elements].filter(([, one]) => one.tabIndex === 0);
    if (!tinted.length) return;
    const distance = ([number]) => Math.abs(number - wanted);
    const [, nearest] = tinted.reduce((best, one) => (distance(one) < distance(best) ? one : best));
    nearest.focus({ preventScroll: true });
    nearest.scrollIntoView({ block: "center" });
  }

  const text = document.getElementById("document");
  const numberAt = (event) => Number(event.target.closest(".statement")?.dataset.number) || null;
  text.addEventListener("pointerover", (event) => {
    // A sheet that opened under the pointer would hide the statement, lose the pointer and close again.
    if (event.pointerType === "mouse" && !asSheet.matches) set({ pointed: numberAt(event) });
  });
  text.addEventListener("pointerleave", () => set({ pointed: null }));
  text.addEventListener("focusin", (event) => set({ pointed: null, pinned: numberAt(event) }));
  text.addEventListener("click", (event) => set({ pinned: numberAt(event) }));
  const close = () => set({ pointed: null, pinned: null });
  document.getElementById("close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  document.getElementById("chooser").addEventListener("click", (event) => {
    const wanted = event.target.closest("button")?.dataset.target;
    if (wanted !== undefined) choose(wanted === "all" ? null : Number(wanted));
  });
  document.getElementById("chooser").hidden = false;
  panel.hidden = false;
  choose(mostPredicted(reading));
}

// Outline a statement, and mark the words that moved its prediction toward the chosen target.
function markShown(one, shown, chosen) {
  one?.classList.toggle("shown", shown);
  for (const word of one?.querySelectorAll("[data-moved]") ?? []) {
    const own = chosen === null || word.dataset.moved.split(" ").includes(String(chosen));
    word.classList.toggle("moved", shown && own);
  }
}

// Tint one statement, and let Tab reach it, if it has a prediction toward the chosen target.
function tint(reading, one, number, chosen) {
  for (const name of ["stance", "close", "mark", "words", "score"]) delete one.dataset[name];
  one.querySelectorAll(".chip").forEach((chip) => chip.remove());
  one.removeAttribute("tabindex");
  const { predictions } = reading.statements[number];
  const prediction = predictions.find((found) => found.target === chosen);
  if (chosen === null) {
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

function chip(reading, prediction) {
  const stance = prediction.stance ?? "error";
  const doubt = prediction.tooClose ? "?" : "";
  const said = element("span", { class: "visually-hidden" }, `${stance} toward `);
  return element("span", { class: `chip stance ${stance}` }, said, `${reading.targets[prediction.target]}${doubt}`);
}

// The target to begin with: the one that most statements mention.
function mostPredicted(reading) {
  const counts = reading.targets.map(() => 0);
  for (const { predictions } of Object.values(reading.statements)) {
    for (const prediction of predictions) counts[prediction.target] += 1;
  }
  return counts.indexOf(Math.max(...counts));
}

if (document.getElementById("chooser")) startReading();
