// The forms that set filters, and the list of those that are set, each of which can be taken away.
"use strict";

// Each select: a filter, what its first option says, and the values to choose from.
function chartedChoices() {
  const publishers = countedNames("publisher");
  const targets = countedNames("target");
  return [
    ["target", "any", targets],
    ["source", "any", report.sources],
    ["publisher", "any", publishers.length > 1 || publishers[0] ? publishers : []],
    ["from", "the first", report.periods.map((iso, index) => index)],
    ["to", "the last", report.periods.map((iso, index) => index)],
    ["stance", "any", STANCES],
  ].filter(([, , values]) => values.length);
}

function listChoices() {
  const documents = report.documents.map((bar) => (bar.name === null ? OTHERS : bar.name));
  return [
    ["document", "any", documents.length > 1 ? documents : []],
    ["closeness", "included", ["only", "without"]],
  ].filter(([, , values]) => values.length);
}

function startControls() {
  const form = document.getElementById("filters");
  const list = document.getElementById("list-filters");
  const words = element("input", { type: "search", id: "filter-words" });
  list.append(field("Words in statement, publisher, document", words, "wide"));
  const selects = [
    ...chartedChoices().map(([key, first, values]) => filterSelect(form, key, first, values)),
    ...listChoices().map(([key, first, values]) => filterSelect(list, key, first, values)),
  ];
  const clear = document.getElementById("clear");
  clear.addEventListener("click", () => setFilters({}));
  for (const each of [form, list]) each.addEventListener("submit", (event) => event.preventDefault());
  words.addEventListener("input", () => setFilters({ ...filters, words: words.value.trim() }));
  document.addEventListener("filterschange", () => {
    for (const select of selects) select.show();
    if (words.value.trim() !== (filters.words ?? "")) words.value = filters.words ?? "";
    clear.hidden = !Object.keys(filters).length;
    showChips();
  });
}

function field(title, input, kind = "") {
  return element("label", { class: `field ${kind}`.trim() }, element("span", {}, title), input);
}

function filterSelect(form, key, first, values) {
  const select = element("select", { id: `filter-${key}` }, element("option", { value: "" }, first));
  values.forEach((value, index) => select.append(element("option", { value: index }, FILTERS[key].said(value))));
  select.addEventListener("change", () => {
    setFilters(inOrder({ ...filters, [key]: select.value === "" ? null : values[Number(select.value)] }, key));
  });
  form.append(field(FILTERS[key].title, select));
  const show = () => {
    const index = key in filters ? values.indexOf(filters[key]) : -1;
    select.value = index < 0 ? "" : String(index);
  };
  return { show };
}

// A start after the end takes the end with it, and the other way round.
function inOrder(wanted, changed) {
  const { from, to } = wanted;
  if (typeof from !== "number" || typeof to !== "number" || from <= to) return wanted;
  return changed === "from" ? { ...wanted, to: from } : { ...wanted, from: to };
}

function showChips() {
  const entries = Object.entries(filters);
  const single = filters.from !== undefined && filters.from === filters.to;
  const chips = entries.filter(([key]) => !(single && key === "to")).map(([key, value]) => {
    const title = single && key === "from" ? "Period" : FILTERS[key].title;
    const said = `${title}: ${FILTERS[key].said(value)}`;
    const chip = element(
      "button",
      { type: "button", class: "chip", "aria-label": `Remove the filter ${said}` },
      said,
      element("span", { class: "no-print", "aria-hidden": "true" }, " ×"),
    );
    chip.addEventListener("click", () => {
      const gone = single && key === "from" ? ["from", "to"] : [key];
      setFilters(Object.fromEntries(Object.entries(filters).filter(([each]) => !gone.includes(each))));
      document.getElementById("filters").querySelector("select")?.focus({ preventScroll: true });
    });
    return chip;
  });
  document.getElementById("chips").replaceChildren(...chips);
  document.getElementById("selected").textContent = selectedText();
}

// How many pairs of statement and target the charts count.
function selectedText() {
  const { stance, ...rest } = chartedOf(filters);
  const sums = sumAll(rest);
  const all = totalOf(sumAll({}));
  const count = stance ? sums[stance] : totalOf(sums);
  const shown = count === all ? "All" : `${counted(count)} of`;
  const repeats = all < report.about.predicted ? ", repeated statements counted once" : "";
  return `${shown} ${counted(all)} ${all === 1 ? "pair" : "pairs"}${repeats}`;
}
