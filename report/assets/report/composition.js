// Bars of cooperative, neutral and hostile statements: for each target, publisher or document.
"use strict";

const BAR_ORDER = ["cooperative", "neutral", "hostile"];
const BAR_SORTS = [["size", "most statements first"], ["net", "most hostile first"], ["name", "by name"]];
const SIGNS = { cooperative: "+", neutral: "·", hostile: "−" };
const MOST_BARS = 41;
const NARROW = matchMedia("(max-width: 40rem)");

function startComposition() {
  const box = document.getElementById("composition");
  if (!box) return;
  const groups = ["target", "publisher", "document"].filter((by) => by === "target" || barsBy(by, {}).length);
  switchButtons("composition-by", "by", groups.map((by) => [by, by[0].toUpperCase() + by.slice(1)]));
  switchButtons("composition-unit", "unit", [["shares", "Shares"], ["counts", "Counts"]]);
  document.getElementById("composition-sort").append(viewSelect("Bars", "bars", BAR_SORTS));
  const numbers = document.getElementById("composition-numbers");
  // The table is made when somebody opens it.
  const showTable = () => {
    if (numbers.open) showCompositionTable(document.getElementById("composition-table"), sortedBars());
  };
  const show = () => {
    drawComposition(box, sortedBars());
    showTable();
  };
  numbers.addEventListener("toggle", showTable);
  whenSelected(["by", "unit", "bars"], show);
  drawWhenResized(box, show);
}

function switchButtons(id, key, choices) {
  const group = document.getElementById(id);
  for (const [value, title] of choices) {
    const button = element("button", { type: "button" }, title);
    button.addEventListener("click", () => setView({ [key]: value }));
    document.addEventListener("viewchange", () => button.setAttribute("aria-pressed", String(view[key] === value)));
    group.append(button);
  }
}

// The bars of a selection: names, sums, net stances. Documents are counted over all statements alone.
function barsBy(by, wanted) {
  if (by === "document") {
    return report.documents.map((bar) => ({ name: bar.name === null ? OTHERS : bar.name, sums: { ...noStatements(), ...bar } }));
  }
  const bars = sumCells(wanted, [by]).map((sums) => ({ name: CODES[by][sums.codes[0]], sums, net: netStance(sums) }));
  return bars.filter((bar) => bar.name !== "");
}

function sortedBars() {
  const net = (bar) => (bar.sums.cooperative - bar.sums.hostile) / totalOf(bar.sums);
  const by = {
    size: (one, other) => totalOf(other.sums) - totalOf(one.sums),
    net: (one, other) => net(one) - net(other),
    name: (one, other) => barName(one.name).localeCompare(barName(other.name)),
  };
  const last = (bar) => Number(bar.name === OTHERS);
  return barsBy(view.by, selection())
    .sort((one, other) => last(one) - last(other) || (by[view.bars] ?? by.size)(one, other) || barName(one.name).localeCompare(barName(other.name)))
    .slice(0, MOST_BARS);
}

function barName(name) {
  return view.by === "target" ? FILTERS.target.said(name) : saidOrOthers(name);
}

// What a bar is labelled: documents without the folder that they all lie in, which would take all the room.
function barLabels(bars) {
  const names = bars.map((bar) => barName(bar.name));
  if (view.by !== "document") return names;
  const folders = bars.filter((bar) => bar.name !== OTHERS).map((bar) => bar.name.split("/").slice(0, -1));
  const differs = folders[0]?.findIndex((folder, depth) => folders.some((each) => each[depth] !== folder)) ?? 0;
  const depth = differs < 0 ? folders[0].length : differs;
  return bars.map((bar, index) => (bar.name === OTHERS ? names[index] : bar.name.split("/").slice(depth).join("/")));
}

// A name cut in the middle, since names of one kind often begin or end alike.
function cutName(name, letters) {
  const characters = Array.from(name);
  if (characters.length <= letters) return name;
  const kept = Math.max(2, letters - 1);
  return `${characters.slice(0, Math.ceil(kept / 2)).join("")}…${characters.slice(-Math.floor(kept / 2)).join("")}`;
}

// Letters of Chinese, Japanese and Korean are twice as wide.
function nameWidth(name) {
  return Array.from(name).reduce((sum, letter) => sum + (letter.codePointAt(0) > 0x2e80 ? 13.5 : 7.4), 0);
}

function drawComposition(box, bars) {
  const limit = Math.min(260, Math.round(widthOf(box) * 0.34));
  const names = barLabels(bars).map((name) => cutName(name, Math.floor((limit * Array.from(name).length) / nameWidth(name))));
  const longest = Math.max(40, ...names.map(nameWidth));
  const beside = Math.max(...bars.map((bar) => besideText(bar).length), 1) * 7.2;
  const width = Math.max(120, widthOf(box) - Math.min(limit, longest) - beside - 20);
  const unit = view.unit === "shares" ? "Shares of the statements" : "Numbers of statements";
  const whole = view.by === "document" && Object.keys(selection()).length ? " Documents are counted over all statements, whatever is selected." : "";
  document.getElementById("composition-caption").textContent =
    `${unit} for each ${view.by}; beside a bar stand their number and the net stance with its 95 % interval.${whole}`;
  const total = bars.reduce((sum, bar) => sum + totalOf(bar.sums), 0);
  document.getElementById("composition-figure").exported = { name: `${unit} by ${view.by}`, statements: total };
  drawChart(box, "composition", {
    data: { rows: compositionRows(bars, width) },
    parameters: { names, shares: view.unit === "shares", limit: limit + 4, tickCount: width < 360 ? 2 : 5 },
    width: Math.round(width),
    onClick: (row) => openStatements({ [view.by]: bars[row.bar].name, stance: row.stance }),
  });
}

function besideText(bar) {
  const total = counted(totalOf(bar.sums));
  if (!bar.net || NARROW.matches) return total;
  return `${total}  net ${signed(bar.net.value)} (${signed(bar.net.low)} to ${signed(bar.net.high)})`;
}

function compositionRows(bars, width) {
  const longest = Math.max(1, ...bars.map((bar) => totalOf(bar.sums)));
  return bars.flatMap((bar, index) => {
    const total = totalOf(bar.sums);
    const shares = view.unit === "shares";
    let reached = 0;
    return BAR_ORDER.map((stance) => {
      const from = reached;
      reached += shares ? bar.sums[stance] / Math.max(1, total) : bar.sums[stance];
      const pixels = (width * (reached - from)) / (shares ? 1 : longest);
      const share = bar.sums[stance] / Math.max(1, total);
      const range = shares && bar.net && total && stance !== "neutral" ? stanceShare(bar.sums, stance) : null;
      const inside = shares ? percent(share) : counted(bar.sums[stance]);
      return {
        bar: index,
        stance,
        from,
        to: reached,
        middle: (from + reached) / 2,
        // Cooperative is counted from the left end, hostile from the right one.
        low: range && (stance === "hostile" ? 1 - range.high : range.low),
        high: range && (stance === "hostile" ? 1 - range.low : range.high),
        strength: filters.stance && filters.stance !== stance ? 0.3 : 1,
        inside: pixels > 24 + inside.length * 7 ? `${SIGNS[stance]} ${inside}` : "",
        beside: stance === BAR_ORDER.at(-1) ? besideText(bar) : "",
        tip: { Name: barName(bar.name), Statements: `${counted(bar.sums[stance])} ${stance} (${percent(share)}${range ? `, interval ${percent(range.low)} to ${percent(range.high)}` : ""})` },
      };
    });
  });
}

function showCompositionTable(box, bars) {
  const labels = barLabels(bars);
  const titles = [view.by, ...BAR_ORDER, "all", "net stance"].map((title) => title[0].toUpperCase() + title.slice(1));
  const heads = titles.map((title) => element("th", { scope: "col" }, title));
  const rows = bars.map((bar, index) => {
    const name = barName(bar.name);
    const cell = (count, stance) =>
      element("td", {}, numberButton(counted(count), `${name}: ${counted(count)} ${stance ?? "in all"}`, { [view.by]: bar.name, stance }));
    const net = bar.net ? `${signed(bar.net.value)} (${signed(bar.net.low)} to ${signed(bar.net.high)})` : "";
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, labels[index]),
      ...BAR_ORDER.map((stance) => cell(bar.sums[stance], stance)),
      cell(totalOf(bar.sums)),
      element("td", {}, net),
    );
  });
  box.replaceChildren(
    element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows)),
  );
}
