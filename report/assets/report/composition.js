// Bars of cooperative, neutral and hostile statements: for each target, publisher or document.
"use strict";

const BAR_ORDER = ["cooperative", "neutral", "hostile"];
const composition = { by: "target", shares: true };

function startComposition() {
  const box = document.getElementById("composition");
  if (!box) return;
  const groups = Object.keys(report.composition).filter((by) => report.composition[by].length);
  const show = () => {
    drawComposition(box);
    showCompositionTable(document.getElementById("composition-table"));
  };
  switchButtons("composition-by", "by", groups.map((by) => [by, by[0].toUpperCase() + by.slice(1)]), show);
  switchButtons("composition-unit", "shares", [[true, "Shares"], [false, "Counts"]], show);
  drawWhenResized(box, () => drawComposition(box));
  show();
}

function switchButtons(id, key, choices, show) {
  const group = document.getElementById(id);
  const press = () => {
    for (const [index, button] of [...group.children].entries()) {
      button.setAttribute("aria-pressed", String(choices[index][0] === composition[key]));
    }
  };
  for (const [value, title] of choices) {
    const button = element("button", { type: "button" }, title);
    button.addEventListener("click", () => {
      composition[key] = value;
      press();
      show();
    });
    group.append(button);
  }
  press();
}

function barName(name) {
  if (name === null) return "all others";
  return composition.by === "target" ? nameOf(name) : name;
}

// What a bar is labelled: documents without the folder that they all lie in, which would take all the room.
function barLabels(bars) {
  const names = bars.map((bar) => barName(bar.name));
  if (composition.by !== "document") return names;
  const folders = bars.filter((bar) => bar.name !== null).map((bar) => bar.name.split("/").slice(0, -1));
  const differs = folders[0]?.findIndex((part, depth) => folders.some((parts) => parts[depth] !== part)) ?? 0;
  const depth = differs < 0 ? folders[0].length : differs;
  return bars.map((bar, place) => (bar.name === null ? names[place] : bar.name.split("/").slice(depth).join("/")));
}

function barFilters(name, stance) {
  return { [composition.by]: name === null ? OTHERS : name, stance };
}

function drawComposition(box) {
  const bars = report.composition[composition.by];
  const limit = Math.min(260, Math.round(box.clientWidth * 0.32));
  const names = barLabels(bars);
  const longest = Math.max(...names.map((name) => name.length)) * 7.2;
  const beside = counted(Math.max(...bars.map(totalOf))).length * 8;
  const width = Math.max(120, box.clientWidth - Math.min(limit, longest) - beside - 16);
  const unit = composition.shares ? "Shares of the statements" : "Numbers of statements";
  document.getElementById("composition-caption").textContent =
    `${unit} for each ${composition.by}; the number beside a bar counts them all.`;
  drawChart(box, "composition", {
    rows: compositionRows(bars, width),
    parameters: {
      names,
      shares: composition.shares,
      limit,
      tickCount: width < 360 ? 2 : 5,
    },
    width,
    height: { step: 30 },
    onClick: (row) => openStatements(barFilters(bars[row.bar].name, row.stance)),
  });
}

function compositionRows(bars, width) {
  const longest = Math.max(1, ...bars.map(totalOf));
  return bars.flatMap((bar, place) => {
    const total = totalOf(bar);
    const scale = composition.shares ? 1 / Math.max(1, total) : 1;
    let reached = 0;
    return BAR_ORDER.map((stance) => {
      const from = reached;
      reached += bar[stance] * scale;
      const pixels = (width * (reached - from)) / (composition.shares ? 1 : longest);
      const share = bar[stance] / Math.max(1, total);
      const inside = composition.shares ? percent(share) : counted(bar[stance]);
      return {
        bar: place,
        stance,
        from,
        to: reached,
        middle: (from + reached) / 2,
        inside: pixels > 20 + inside.length * 7 ? `${SIGNS[stance]} ${inside}` : "",
        beside: stance === BAR_ORDER.at(-1) ? counted(total) : "",
        name: barName(bar.name),
        said: `${counted(bar[stance])} ${stance} (${percent(share)})`,
      };
    });
  });
}

const SIGNS = { cooperative: "+", neutral: "·", hostile: "−" };

function showCompositionTable(box) {
  const bars = report.composition[composition.by];
  const labels = barLabels(bars);
  const titles = [composition.by, ...BAR_ORDER, "all"].map((title) => title[0].toUpperCase() + title.slice(1));
  const heads = titles.map((title) => element("th", { scope: "col" }, title));
  const rows = bars.map((bar, place) => {
    const name = barName(bar.name);
    const cell = (count, stance) =>
      element(
        "td",
        {},
        numberButton(counted(count), `${name}: ${counted(count)} ${stance ?? "in all"}`, barFilters(bar.name, stance)),
      );
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, labels[place]),
      ...BAR_ORDER.map((stance) => cell(bar[stance], stance)),
      cell(totalOf(bar)),
    );
  });
  box.replaceChildren(
    element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows)),
  );
}
