// What the reader can set of the timeline, what it says about itself, and its time axis.
"use strict";

const DAY = 86400000;

function startTimelineControls() {
  const controls = document.getElementById("timeline-controls");
  const splits = Object.entries(SPLITS).filter(([key]) => CODES[key].filter((name) => name !== OTHERS && name !== "").length);
  const kinds = [["auto", isPeriodKept() ? "as the page was made" : "as suits the numbers"], ...kindsOfPeriod().map((kind) => [kind, kind])];
  controls.append(
    viewSelect("Panels", "split", splits),
    viewSelect("Points", "step", kinds),
    viewSelect("At least", "least", [...CHOOSABLE.least].sort((one, other) => one - other).map((number) => [number, statementsCounted(Number(number))])),
    viewSelect("Line", "smooth", [["yes", "smoothed, with band"], ["no", "none"]]),
  );
}

// A select of one of the reader's choices.
function viewSelect(title, key, choices) {
  const options = choices.map(([value, said]) => element("option", { value }, said));
  const select = element("select", { id: `view-${key}` }, ...options);
  select.addEventListener("change", () => setView({ [key]: select.value }));
  document.addEventListener("viewchange", () => (select.value = view[key]));
  select.value = view[key];
  return field(title, select);
}

function showTimelineNotes(shown, drawn) {
  showEvents(shown.groups);
  document.getElementById("timeline-heading").textContent = `${measureName()} over time`;
  document.getElementById("timeline-measure").textContent = filters.stance
    ? `How large a share of the statements is ${filters.stance}.`
    : "The share of cooperative minus the share of hostile statements, from −1 to +1.";
  const notes = [];
  const { fewest } = shown;
  const ofSources = view.split === "source" || filters.source;
  if (ofSources) notes.push("Neutral statements have no source and are left out.");
  if (shown.kind !== report.about.period) notes.push(`A point counts a ${shown.kind === "5 years" ? "span of 5 years" : shown.kind}.`);
  if (String(fewest) !== view.least) notes.push(`No point has ${statementsCounted(Number(view.least))}, so all are drawn.`);
  else if (fewest > 1) notes.push(`Points of fewer than ${statementsCounted(fewest)} are not drawn.`);
  if (isCorrected(shown.kind)) {
    const labels = counted(report.about.labels.pairs);
    notes.push(`Corrected by ${labels} hand labels; dashed and faint is the count of predictions, which is not corrected.`);
  } else if (report.corrected) notes.push("This view counts predictions and is not corrected by hand labels.");
  if (drawn.length > MOST_PANELS) notes.push(`Drawn are the ${MOST_PANELS} with most statements, of ${drawn.length}.`);
  const left = shown.lines.filter((line) => !drawn.includes(line));
  if (left.length) {
    const names = left.slice(0, 12).map((line) => `${lineName(line)} (${counted(line.total)})`).join(", ");
    notes.push(`Too few statements for a panel: ${names}${left.length > 12 ? ", …" : ""}.`);
  }
  if (filters.from !== undefined && filters.from === filters.to) notes.push("The period that is selected is shaded.");
  const note = document.getElementById("timeline-note");
  note.hidden = !notes.length;
  note.textContent = notes.join(" ");
}

// The events within the groups, numbered in time; the numbers are explained below the panels.
function eventRows(groups) {
  const [start, end] = [groups[0].start, groups.at(-1).end];
  return report.events
    .map(({ date, label }, index) => ({ at: Date.parse(date), label: String(index + 1), event: `${label}, ${date}` }))
    .filter((event) => event.at >= start && event.at <= end);
}

const HALF_DIGIT = 4; // pixels, of a number above an event
// The events with numbers that would lie over each other written together, above the first of them.
function placedEvents(groups, pixels) {
  let first = null;
  return eventRows(groups).map((event) => {
    const reach = (each) => HALF_DIGIT * each.label.length;
    const isClose = first && (event.at - first.at) * pixels < reach(first) + reach(event) + 2;
    if (!isClose) return (first = event);
    first.label += `, ${event.label}`;
    return { ...event, label: "" };
  });
}

function showEvents(groups) {
  const shown = groups.length ? eventRows(groups) : [];
  const said = shown.map(({ label, event }) => element("li", {}, element("strong", {}, label), ` ${event}`));
  document.getElementById("timeline-events").replaceChildren(...said);
}

function timeParameters(groups, kind, width) {
  const [start, end] = [groups[0].start, groups.at(-1).end];
  const times = groups.map((group) => group.start);
  // A label at the right end would stick out.
  const labelled = times.filter((time) => ((end - time) / (end - start)) * width > 32);
  const format = { day: "%-d %b %Y", week: "%-d %b %Y", month: "%b %Y", quarter: "%b %Y" }[kind] ?? "%Y";
  // One period alone has its whole name below its middle.
  if (groups.length === 1) return { start, end, ticks: [(start + end) / 2], tickFormat: format, only: groups[0].name };
  const room = Math.max(2, Math.floor(width / (format === "%Y" ? 50 : 85)));
  return { start, end, ticks: ticksFor(labelled.length ? labelled : times, room, kind), tickFormat: format, only: "" };
}

// At most `room` of the periods; of months, those that begin a quarter, half year or year where that does.
function ticksFor(times, room, kind) {
  const months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600];
  const inMonths = ["month", "quarter"].includes(kind);
  const inYears = kind === "year" || kind in YEARS;
  const steps = inMonths ? months : [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
  const place = (time, index) => {
    const date = new Date(time);
    if (inMonths) return date.getUTCFullYear() * 12 + date.getUTCMonth();
    return inYears ? date.getUTCFullYear() : index;
  };
  const spaced = steps.map((step) => times.filter((time, index) => place(time, index) % step === 0));
  const ticks = spaced.find((each) => each.length && each.length <= room) ?? [];
  return ticks.length > 1 ? ticks : [...new Set([times[0], times.at(-1)])];
}
