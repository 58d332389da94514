"use strict";
// Filters the rows by words, without regard to case and accents.
(() => {
const list = document.getElementById("rows");
const rows = list.children;
const box = document.getElementById("filter");
const bad = document.getElementById("bad");
const shown = document.getElementById("shown");
const none = document.getElementById("none");
const texts = [];
const stale = [];
let timer = 0;

function fold(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
}

// All rows are searched, the first thousand that fit are shown.
const most = 1000;

function filter() {
  const words = fold(box.value).split(/\s+/).filter((word) => word);
  const onlyBad = bad.getAttribute("aria-pressed") === "true";
  const isFiltered = onlyBad || words.length > 0;
  let count = 0;
  for (const row of list.getElementsByClassName("fits")) stale.push(row);
  while (stale.length) stale.pop().classList.remove("fits");
  for (let index = 0; isFiltered && index < rows.length; index += 1) {
    const row = rows[index];
    let fits = !onlyBad || row.classList.contains("failed") || row.classList.contains("odd");
    if (fits && words.length) {
      texts[index] ??= fold(row.textContent);
      fits = words.every((word) => texts[index].includes(word));
    }
    if (!fits) continue;
    count += 1;
    if (count <= most) row.classList.add("fits");
  }
  list.classList.toggle("found", isFiltered);
  const number = (count) => count.toLocaleString("en");
  shown.textContent = !isFiltered ? "" : number(count) + " of " + number(rows.length)
    + (count > most ? ", the first " + number(most) + " shown" : "");
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
