// Draws the charts of the evaluation page, again whenever the colours change.
"use strict";

// A copy of a spec in which every colour token ("--ink") is the colour it stands for now.
function painted(value) {
  if (typeof value === "string") return value.startsWith("--") ? colour(value.slice(2)) : value;
  if (Array.isArray(value)) return value.map(painted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, key === "data" ? part : painted(part)]));
}

(() => {
  const root = document.documentElement;
  const specs = pageData("charts");
  const holders = [...document.querySelectorAll("[data-chart]")];
  const options = { ast: true, actions: false, renderer: "svg", mode: "vega-lite", tooltip: false };
  const drawn = new Map();

  async function draw(holder) {
    const before = drawn.get(holder);
    const made = await vegaEmbed(holder, painted(specs[holder.dataset.chart]), options);
    if (before) before.finalize();
    drawn.set(holder, made);
  }
  const drawAll = () => Promise.all(holders.map(draw));

  document.addEventListener("themechange", drawAll);
  drawAll();

  // Paper is light: what was drawn for a dark screen would be too pale to read on it.
  let scheme = null;
  addEventListener("beforeprint", () => {
    scheme = root.style.colorScheme;
    root.style.colorScheme = "light";
    drawAll();
  });
  addEventListener("afterprint", () => {
    root.style.colorScheme = scheme;
    drawAll();
  });
})();
