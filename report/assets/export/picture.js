// A chart as a picture that stands alone: title, number of statements and checkpoint above, colours as they are now.
"use strict";

const PICTURE_TOP = 46;
const PICTURE_SCALE = 2;
const STYLED = ["fill", "stroke", "opacity", "fill-opacity", "stroke-opacity", "stroke-width", "stroke-dasharray", "font-family", "font-size", "font-weight"];

function pictureButtons() {
  const box = element("p", { class: "pictures no-print" });
  for (const format of ["SVG", "PNG"]) {
    const button = element("button", { type: "button", class: "quiet small" }, format);
    button.addEventListener("click", () => savePicture(button, format));
    box.append(button);
  }
  return box;
}

// The box that holds a chart says what it shows in `exported`: its name, and how many statements.
function savePicture(button, format) {
  const box = button.closest("figure");
  const { name, statements } = box.exported;
  const svg = standaloneSvg(box.querySelector(".chart svg"), name, statements);
  const file = name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-").replaceAll(/^-|-$/g, "");
  if (format === "SVG") return saveFile(`${file}.svg`, svg.text, "image/svg+xml");
  return savePng(svg, file);
}

function standaloneSvg(drawn, name, statements) {
  const width = Math.max(420, Number(drawn.getAttribute("width")));
  const height = Number(drawn.getAttribute("height")) + PICTURE_TOP;
  const copy = drawn.cloneNode(true);
  const originals = [drawn, ...drawn.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((node, index) => {
    // Variables of the style sheet mean nothing outside of the page.
    const style = getComputedStyle(originals[index]);
    node.removeAttribute("style");
    node.removeAttribute("class");
    for (const key of STYLED) node.setAttribute(key, style.getPropertyValue(key));
  });
  const space = "http://www.w3.org/2000/svg";
  const made = (tag, attributes, text = "") => {
    const node = document.createElementNS(space, tag);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
    node.textContent = text;
    return node;
  };
  const events = drawn.closest("#timeline") ? eventsNote() : "";
  const font = { "font-family": "system-ui, sans-serif", fill: colour("ink") };
  const tall = height + (events ? 20 : 0);
  const picture = made("svg", { xmlns: space, width, height: tall, viewBox: `0 0 ${width} ${tall}` });
  copy.setAttribute("y", String(PICTURE_TOP));
  picture.append(
    made("rect", { width, height: tall, fill: colour("panel") }),
    made("text", { x: 8, y: 18, "font-size": 14, "font-weight": 600, ...font }, name),
    made("text", { x: 8, y: 35, "font-size": 11, ...font, fill: colour("soft") }, pictureNote(statements)),
    ...(events ? [made("text", { x: 8, y: height + 12, "font-size": 11, ...font }, events)] : []),
    copy,
  );
  return { text: new XMLSerializer().serializeToString(picture), width, height: tall };
}

function pictureNote(statements) {
  const chosen = Object.entries(chartedOf(filters)).map(([key, value]) => `${FILTERS[key].title.toLowerCase()} ${FILTERS[key].said(value)}`);
  const checkpoint = report.about.checkpoints.join(", ") || "an unnamed checkpoint";
  return [`n = ${counted(statements)}`, ...chosen, `predicted by ${checkpoint}`].join(" · ");
}

// What the numbers of events mean, as the page says it below the panels.
function eventsNote() {
  return [...document.querySelectorAll("#timeline-events li")].map((each) => each.textContent).join(" · ");
}

async function savePng({ text, width, height }, file) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = element("canvas", { width: width * PICTURE_SCALE, height: height * PICTURE_SCALE });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => saveBlob(`${file}.png`, blob), "image/png");
}

// Figures of the template get their buttons here; those of panels get theirs when they are made.
function startPictures() {
  for (const figure of document.querySelectorAll("figure[data-picture]")) figure.append(pictureButtons());
}
