"use strict";
// Filters the rows by words, without regard to case and accents.
(() => {
const rows = document.getElementById("rows").children;
const box = document.getElementById("filter");
const bad = document.getElementById("bad");
const shown = document.getElementById("shown");
const none = document.getElementById("none");
const texts = [];
let timer = 0;

function fold(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
}

function filter() {
  const words = fold(box.value).split(/\s+/).filter((word) => word);
  const onlyBad = bad.getAttribute("aria-pressed") === "true";
  let count = 0;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index];
    let fits = !onlyBad || row.className !== "";
    if (fits && words.length) {
      texts[index] ??= fold(row.textContent);
      fits = words.every((word) => texts[index].includes(word));
    }
    if (row.hidden === fits) row.hidden = !fits;
    if (fits) count += 1;
  }
  const isFiltered = onlyBad || words.length > 0;
  shown.textContent = isFiltered ? count.toLocaleString("en") + " of " + rows.length.toLocaleString("en") : "";
  none.hidden = count > 0 || !isFiltered;
}

box.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(filter, rows.length > 2000 ? 200 : 0);
});
bad.addEventListener("click", () => {
  bad.setAttribute("aria-pressed", bad.getAttribute("aria-pressed") !== "true");
  filter();
});
addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== box) {
    event.preventDefault();
    box.focus();
  }
});

bad.hidden = document.querySelector("#rows > .failed, #rows > .odd") === null;
document.querySelector(".finder").hidden = false;
if (box.value) filter();
})();
