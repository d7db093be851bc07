// Sets every section of the page to work, then shows the view of the address.
"use strict";

// On a phone the charts come before what sets them.
if (matchMedia("(max-width: 40rem)").matches) {
  for (const details of document.querySelectorAll("details.narrow-closed")) details.open = false;
}
// First: to write the address when others have changed the page would lay all of it out once more.
startAddress();
startTimeline();
startMatrix();
startComposition();
startCompare();
startControls();
startStatements();
startTables();
startPictures();
{
  const { wanted, choices } = readAddress(location.hash.includes("=") ? location.hash.slice(1) : "");
  applying = true;
  Object.assign(view, choices);
  setFilters(wanted);
  setView({});
  applying = false;
}
