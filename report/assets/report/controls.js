// The form that sets filters, and the list of those that are set, each of which can be taken away.
"use strict";

// Each select: a filter, what its first entry says, and the values to choose from.
function filterChoices() {
  const names = (by) => report.composition[by].map((bar) => (bar.name === null ? OTHERS : bar.name));
  return [
    ["target", "any", report.targets],
    ["source", "any", report.sources],
    ["stance", "any", STANCES],
    ["period", "any", report.periods.map((iso, index) => index)],
    ["publisher", "any", names("publisher")],
    ["document", "any", names("document")],
    ["closeness", "included", ["only", "without"]],
  ].filter(([, , values]) => values.length);
}

function startControls() {
  const form = document.getElementById("filters");
  const words = element("input", { type: "search", id: "filter-words" });
  form.append(field("Words in statement, publisher, document", words, "wide"));
  const selects = filterChoices().map(([key, first, values]) => filterSelect(form, key, first, values));
  const clear = element("button", { type: "button", class: "quiet" }, "Clear all filters");
  clear.addEventListener("click", () => setFilters({}));
  form.append(clear);
  form.addEventListener("submit", (event) => event.preventDefault());
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
    setFilters({ ...filters, [key]: select.value === "" ? null : values[Number(select.value)] });
  });
  form.append(field(FILTERS[key].title, select));
  const show = () => {
    const place = key in filters ? values.indexOf(filters[key]) : -1;
    select.value = place < 0 ? "" : String(place);
  };
  return { show };
}

function showChips() {
  const chips = Object.entries(filters).map(([key, value]) => {
    const said = `${FILTERS[key].title}: ${FILTERS[key].said(value)}`;
    const chip = element(
      "button",
      { type: "button", class: "chip", "aria-label": `Remove the filter ${said}` },
      said,
      element("span", { class: "no-print", "aria-hidden": "true" }, " ×"),
    );
    chip.addEventListener("click", () => {
      const { [key]: removed, ...rest } = filters;
      setFilters(rest);
      document.getElementById("statements-heading").focus({ preventScroll: true });
    });
    return chip;
  });
  document.getElementById("chips").replaceChildren(...chips);
}
