// Draws a chart specification, and says when charts have to be drawn again.
"use strict";

const CHARTS = pageData("charts");

// Fill a specification with data and parameters and draw it in `box`, `width` pixels wide. A chart that is there is
// given the new data, which is much faster than a new drawing. A newer drawing in the same box wins.
async function drawChart(box, chart, { data, parameters, width, onClick }) {
  box.onClick = onClick;
  box.wanted = { data, parameters };
  if (box.view && box.drawnWidth === width) return refill(box);
  const spec = structuredClone(CHARTS[chart]);
  spec.datasets = data;
  for (const parameter of spec.params) parameter.value = parameters[parameter.name] ?? parameter.value;
  for (const view of spec.vconcat ?? [spec]) view.width = width;
  const stage = element("div");
  const turn = Symbol("drawing");
  box.drawing = turn;
  const drawn = await vegaEmbed(stage, spec, { ast: true, actions: false, renderer: "svg", tooltip: TOOLTIP });
  if (box.drawing !== turn) return drawn.finalize();
  drawn.view.addEventListener("click", (event, item) => {
    if (item?.datum && item.mark.role === "mark") box.onClick(item.datum);
  });
  box.finalize?.();
  box.finalize = () => drawn.finalize();
  box.view = drawn.view;
  box.drawnWidth = width;
  box.replaceChildren(stage);
  // Something else may have been asked for in the meantime.
  if (box.wanted.data !== data) return refill(box);
  return undefined;
}

const TOOLTIP = { anchor: "mark", position: ["top", "bottom", "right", "left"], offsetX: 8, offsetY: 8 };

function refill(box) {
  for (const [name, rows] of Object.entries(box.wanted.data)) box.view.data(name, rows);
  for (const [name, value] of Object.entries(box.wanted.parameters)) box.view.signal(name, value);
  return box.view.runAsync();
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

// Calls `show` when what the charts count by has changed, or one of these choices.
function whenSelected(choices, show) {
  let shown = null;
  const changed = () => {
    const now = addressOf(chartedOf(filters), Object.fromEntries(choices.map((key) => [key, view[key]])));
    if (now === shown) return;
    shown = now;
    show();
  };
  document.addEventListener("filterschange", changed);
  document.addEventListener("viewchange", changed);
}

// A number that opens the statements behind it.
function numberButton(text, label, wanted) {
  const button = element("button", { type: "button", class: "number-button", "aria-label": label }, text);
  button.addEventListener("click", () => openStatements(wanted));
  return button;
}
