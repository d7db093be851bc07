// Draws a chart specification, and says when charts have to be drawn again.
"use strict";

const CHARTS = pageData("charts");

// Fill a specification with rows and parameters and draw it in `box`, `width` pixels wide.
// A newer drawing in the same box wins over one that is still under way.
async function drawChart(box, chart, { rows, parameters, width, height, onClick }) {
  const spec = structuredClone(CHARTS[chart]);
  spec.datasets = { rows };
  for (const parameter of spec.params) parameter.value = parameters[parameter.name] ?? parameter.value;
  for (const view of spec.vconcat ?? [spec]) view.width = width;
  if (height) spec.height = height;
  const stage = element("div");
  const turn = Symbol("drawing");
  box.drawing = turn;
  const drawn = await vegaEmbed(stage, spec, { ast: true, actions: false, renderer: "svg" });
  if (box.drawing !== turn) return drawn.finalize();
  drawn.view.addEventListener("click", (event, item) => {
    if (item?.datum && item.mark.role === "mark") onClick(item.datum);
  });
  box.finalize?.();
  box.finalize = () => drawn.finalize();
  box.replaceChildren(stage);
}

// Calls `draw` whenever the width that the charts have has changed. Colours change by themselves: they are the
// style sheet's.
function drawWhenResized(box, draw) {
  let width = box.clientWidth;
  let waiting = 0;
  new ResizeObserver(() => {
    if (box.clientWidth === width || box.clientWidth === 0) return;
    width = box.clientWidth;
    clearTimeout(waiting);
    waiting = setTimeout(draw, 120);
  }).observe(box);
}

// A number that opens the statements behind it.
function numberButton(text, label, wanted) {
  const button = element("button", { type: "button", class: "number-button", "aria-label": label }, text);
  button.addEventListener("click", () => openStatements(wanted));
  return button;
}
