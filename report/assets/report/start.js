// Sets every part of the page to work, then asks for all statements.
"use strict";

startTimeline();
startMatrix();
startComposition();
startControls();
startStatements();
setFilters({});
