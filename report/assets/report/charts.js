// Draws a chart specification, and says when charts have to be drawn again.
"use strict";

const CHARTS = pageData("charts");

// Fill a specification with data and parameters and draw it in `box`, `width` pixels wide. A chart that is there is
// given the new data, which is much faster than a new drawing. A newer drawing in the same box wins.
async function drawChart(box, chart, { data, parameters, width, onClick }) {
  box.onClick = onClick;
  box.wanted = { data, parameters };
  if (box.view && box.drawnWidth === width) return refill(box);
  const turn = Symbol("drawing");
  box.drawing = turn;
  const drawn = lastDrawing.then(() => (box.drawing === turn ? drawNew(box, chart, width, turn) : undefined));
  lastDrawing = drawn.then(laterTask, laterTask);
  return drawn;
}

// New charts are drawn one after the other, so that the first can be read while the others are being made.
let lastDrawing = Promise.resolve();
function laterTask() {
  return new Promise((done) => setTimeout(done));
}

async function drawNew(box, chart, width, turn) {
  const { data, parameters } = box.wanted;
  const spec = { ...structuredClone(await compiled(chart, data)), width };
  for (const source of spec.data) if (source.name in data) source.values = data[source.name];
  for (const signal of spec.signals) if (signal.name in parameters) signal.value = parameters[signal.name];
  const stage = element("div");
  const drawn = await vegaEmbed(stage, spec, { mode: "vega", ast: true, actions: false, renderer: "svg", tooltip: TOOLTIP });
  if (box.drawing !== turn) return drawn.finalize();
  drawn.view.addEventListener("click", (event, item) => {
    if (item?.datum && item.mark.role === "mark") box.onClick(item.datum);
  });
  box.finalize?.();
  box.finalize = () => drawn.finalize();
  box.view = drawn.view;
  box.drawnWidth = width;
  box.filled = {};
  for (const [name, value] of Object.entries({ ...data, ...parameters })) isNews(box, name, value);
  box.replaceChildren(stage);
  // Something else may have been asked for in the meantime.
  if (box.wanted.data !== data) return refill(box);
  return undefined;
}

// A specification of Vega-Lite in Vega's words, worked out once for all panels.
const COMPILED = {};
function compiled(chart, data) {
  COMPILED[chart] ??= (async () => {
    const spec = { ...structuredClone(CHARTS[chart]), datasets: data };
    const drawn = await vegaEmbed(element("div"), spec, { ast: true, actions: false, renderer: "none" });
    drawn.finalize();
    return drawn.vgSpec;
  })();
  return COMPILED[chart];
}

const TOOLTIP = { anchor: "mark", position: ["top", "bottom", "right", "left"], offsetX: 8, offsetY: 8 };

// What is as it was is left alone: Vega would work out all that hangs on it again.
function refill(box) {
  const { data, parameters } = box.wanted;
  for (const [name, rows] of Object.entries(data)) if (isNews(box, name, rows)) box.view.data(name, rows);
  for (const [name, value] of Object.entries(parameters)) if (isNews(box, name, value)) box.view.signal(name, value);
  return box.view.runAsync();
}

function isNews(box, name, value) {
  const text = JSON.stringify(value);
  if (box.filled[name] === text) return false;
  box.filled[name] = text;
  return true;
}

// The width of a box of `drawWhenResized`. To ask the browser for it in the middle of a change would lay the whole page
// out once more.
const WIDTHS = new WeakMap();
function widthOf(box) {
  if (!WIDTHS.has(box)) WIDTHS.set(box, box.clientWidth);
  return WIDTHS.get(box);
}

// Calls `draw` whenever the width that the charts have has changed. Colours change by themselves: they are the
// style sheet's.
function drawWhenResized(box, draw) {
  let waiting = 0;
  new ResizeObserver(() => {
    if (box.clientWidth === widthOf(box) || box.clientWidth === 0) return;
    WIDTHS.set(box, box.clientWidth);
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
