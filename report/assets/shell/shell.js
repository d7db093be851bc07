// What every page shares: data blocks, elements made without HTML text, light and dark.
"use strict";

// The value of a data block of the page.
function pageData(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

// An element with attributes and children; children that are strings become text, never HTML.
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// The value that a colour name of the style sheet has now, as the browser resolves it: for what draws itself.
function colour(name) {
  const probe = element("span", { hidden: true });
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return resolved;
}

// The event "themechange" on `document` tells what draws itself to do so again.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const button = document.getElementById("theme");
  const dark = () => (root.style.colorScheme || (system.matches ? "dark" : "light")) === "dark";
  // The button says what it switches to.
  const name = () => {
    button.textContent = dark() ? "Light" : "Dark";
    button.title = `Switch to ${dark() ? "light" : "dark"} colours`;
  };
  const show = () => {
    name();
    document.dispatchEvent(new CustomEvent("themechange", { detail: { dark: dark() } }));
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    root.style.colorScheme = dark() ? "light" : "dark";
    show();
  });
  system.addEventListener("change", show);
  name();
})();
