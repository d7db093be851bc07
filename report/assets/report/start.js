// Sets every section of the page to work, then shows the view of the address.
"use strict";

startTimeline();
startMatrix();
startComposition();
startCompare();
startControls();
startStatements();
startTables();
startPictures();
startAddress();
{
  const { wanted, choices } = readAddress(location.hash.includes("=") ? location.hash.slice(1) : "");
  applying = true;
  Object.assign(view, choices);
  setFilters(wanted);
  setView({});
  applying = false;
}
