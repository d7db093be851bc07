// Chooses a target or a dyad, tints its statements, and shows the one that is pointed at or focused.
"use strict";

function startReading() {
  const reading = pageData("reading");
  const elements = new Map();
  for (const one of document.querySelectorAll(".statement")) elements.set(Number(one.dataset.number), one);
  const mentions = [...document.querySelectorAll(".mention")];
  const panel = document.getElementById("detail");
  const asSheet = matchMedia("(max-width: 60rem)");
  const ends = startEnds(reading, elements);
  const dyads = startDyads(reading, (dyad) => {
    choose(dyad ? dyad.target : state.chosen, dyad);
    if (dyad) pick(1);
  });
  const state = { chosen: undefined, pointed: null, pinned: null, strip: null, shown: null };

  // `dyad` leaves only the statements that take its source's stance toward its target.
  function choose(chosen, dyad = null) {
    const view = { chosen, dyad };
    state.chosen = chosen;
    dyads.mark(dyad);
    for (const button of document.querySelectorAll("#chooser button")) {
      const own = button.dataset.target === (chosen === null ? "all" : String(chosen));
      button.setAttribute("aria-pressed", String(own));
    }
    for (const [number, one] of elements) tint(reading, one, number, view);
    for (const one of mentions) {
      one.classList.toggle("chosen", chosen === null || one.dataset.targets.split(" ").includes(String(chosen)));
    }
    state.strip = overviewStrip(reading, view, pick);
    document.getElementById("overview").replaceChildren(state.strip);
    document.getElementById("chosen").textContent = `${viewName(reading, view)}: `;
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
    ends.mark(number, state.chosen);
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
  // Not "pointerover": text that is scrolled under the pointer is not pointed at.
  text.addEventListener("pointermove", (event) => {
    // A sheet that opened under the pointer would hide the statement, lose the pointer and close again.
    const moves = event.pointerType === "mouse" && !asSheet.matches && numberAt(event) !== state.pointed;
    if (moves) set({ pointed: numberAt(event) });
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
  choose(mostPolar(reading));
}

if (document.getElementById("chooser")) startReading();
