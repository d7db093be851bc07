// The overview of who is toward whom: a picture and its table; an arc or a row leaves only its statements.
"use strict";

const WIDEST = 560;

function dyadName(reading, dyad) {
  return `${reading.groups[dyad.source]} → ${reading.targets[dyad.target]}`;
}

// `changed` is told the dyad that was pressed, or null when all statements are wanted again.
function startDyads(reading, changed) {
  const picture = document.getElementById("arcs");
  const buttons = [...document.querySelectorAll("#dyads button[data-dyad]")];
  const only = document.getElementById("only");
  let pressed = null;

  function mark(dyad) {
    pressed = dyad;
    const number = reading.dyads.indexOf(dyad);
    for (const button of buttons) button.setAttribute("aria-pressed", String(Number(button.dataset.dyad) === number));
    for (const arc of picture?.querySelectorAll(".arc") ?? []) {
      arc.classList.toggle("aside", dyad !== null && Number(arc.dataset.dyad) !== number);
    }
    only.hidden = dyad === null;
    if (dyad === null) return;
    const total = dyad.cooperative + dyad.hostile;
    document.getElementById("only-name").textContent =
      `Only ${dyadName(reading, dyad)}: ${total.toLocaleString("en")} ${total === 1 ? "statement" : "statements"}`;
  }

  const press = (dyad) => changed(dyad === pressed ? null : dyad);

  function draw() {
    const width = Math.min(WIDEST, picture.clientWidth);
    if (width < 1) return; // folded away
    picture.replaceChildren(drawArcs(reading, width, press));
    mark(pressed);
  }

  for (const button of buttons) {
    button.disabled = false;
    button.addEventListener("click", () => press(reading.dyads[Number(button.dataset.dyad)]));
  }
  document.getElementById("all-again").addEventListener("click", () => changed(null));
  if (picture) {
    const hidden = reading.dyads.length - new Set(arcsOf(reading).map((arc) => arc.dyad)).size;
    if (hidden) document.getElementById("arcs-left-out").hidden = false;
    // A phone has no room for both above the text.
    const narrow = matchMedia("(max-width: 60rem)");
    const fold = () => { document.getElementById("dyad-table").open = !narrow.matches; };
    narrow.addEventListener("change", fold);
    fold();
    let last = 0;
    new ResizeObserver(() => {
      if (picture.clientWidth !== last) draw();
      last = picture.clientWidth;
    }).observe(picture);
  }
  return { mark };
}
