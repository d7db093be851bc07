// The view in the address of the page: filters and choices, so that a link opens it and Back returns to it.
"use strict";

const ORDERS = ["size", "net", "name"];
// The choices of the reader beside the filters: what each can be, the first at first. Names can be any text.
const CHOOSABLE = {
  split: ["target", "source", "publisher"],
  step: ["auto", "day", "week", "month", "quarter", "year", "5 years", "decade"],
  least: ["5", "1", "2", "10", "20", "50", "100"],
  smooth: ["yes", "no"],
  by: ["target", "publisher", "document"],
  unit: ["shares", "counts"],
  bars: ORDERS,
  cells: ORDERS,
  compare: ["", "publisher", "target", "source", "period"],
  a: null,
  b: null,
};
const CHOICES = Object.fromEntries(Object.entries(CHOOSABLE).map(([key, values]) => [key, values?.[0] ?? ""]));
const view = { ...CHOICES };
let applying = false;

// Change some choices; the event "viewchange" tells what shows them.
function setView(changes) {
  Object.assign(view, changes);
  document.dispatchEvent(new CustomEvent("viewchange"));
}

// A name as the address has it: "~" stands for all others, and a name that begins with it has another in front.
function written(value) {
  if (value === OTHERS) return "~";
  return value.startsWith("~") ? `~${value}` : value;
}

function readName(text) {
  if (text === "~") return OTHERS;
  return text.startsWith("~~") ? text.slice(1) : text;
}

function addressOf(wanted, choices) {
  const texts = new URLSearchParams();
  for (const [key, value] of Object.entries(wanted)) {
    texts.set(key, key === "from" || key === "to" ? report.periods[value] : written(value));
  }
  for (const [key, value] of Object.entries(choices)) if (value !== CHOICES[key]) texts.set(key, value);
  return texts.toString();
}

// The filters and choices of an address; what this page does not know is left out.
function readAddress(text) {
  const wanted = {};
  const choices = { ...CHOICES };
  for (const [key, value] of new URLSearchParams(text)) {
    if (key in CHOICES) choices[key] = (CHOOSABLE[key] ?? [value]).includes(value) ? value : CHOICES[key];
    else if (key in FILTERS) {
      const found = readFilter(key, value);
      if (found !== undefined) wanted[key] = found;
    }
  }
  return { wanted, choices };
}

function readFilter(key, text) {
  if (key === "words") return text;
  if (key === "closeness") return ["only", "without"].includes(text) ? text : undefined;
  if (key === "stance") return STANCES.includes(text) ? text : undefined;
  if (key === "from" || key === "to") {
    const found = report.periods.indexOf(text);
    return found < 0 ? undefined : found;
  }
  const name = readName(text);
  if (key === "document") return name;
  return CODES[key].includes(name) ? name : undefined;
}

// An address without a "=" names an element of the page and leaves the view as it is.
function showAddress() {
  const text = location.hash.slice(1);
  if (text && !text.includes("=")) return;
  if (text === addressOf(filters, view)) return;
  const { wanted, choices } = readAddress(text);
  applying = true;
  Object.assign(view, choices);
  setFilters(wanted);
  setView({});
  applying = false;
}

// What the address was without its words, and whether it had any.
let before = { rest: "", words: false };
function writeAddress() {
  const text = addressOf(filters, view);
  const { words, ...others } = filters;
  const now = { rest: addressOf(others, view), words: words !== undefined };
  // Letters typed into the search are one step back, not many.
  const typing = now.words && before.words && now.rest === before.rest;
  before = now;
  if (applying || text === location.hash.slice(1)) return;
  if (typing) history.replaceState(null, "", `#${text}`);
  else history.pushState(null, "", text ? `#${text}` : location.pathname + location.search);
}

function startAddress() {
  document.addEventListener("filterschange", writeAddress);
  document.addEventListener("viewchange", writeAddress);
  addEventListener("hashchange", showAddress);
  addEventListener("popstate", showAddress);
  // Links within the page go there and leave the address to the view.
  for (const link of document.querySelectorAll("nav.parts a, a.skip")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      goTo(document.querySelector(link.getAttribute("href")));
    });
  }
  // The address of a finding is shown by `showAddress`; the reader also wants to be where it is seen.
  for (const link of document.querySelectorAll("[data-section]")) {
    link.addEventListener("click", () => setTimeout(() => goTo(document.getElementById(link.dataset.section))));
  }
  for (const button of document.querySelectorAll("[data-copy-link]")) {
    button.addEventListener("click", () => copyLink(button));
  }
}

function goTo(found) {
  if (!found) return;
  found.tabIndex = -1;
  found.focus({ preventScroll: true });
  found.scrollIntoView();
}

async function copyLink(button) {
  const title = button.textContent;
  try {
    await navigator.clipboard.writeText(location.href);
    button.textContent = "Copied";
  } catch {
    // Not allowed here: show the link to be copied by hand.
    prompt("The link to this view", location.href);
  }
  setTimeout(() => (button.textContent = title), 1500);
}
