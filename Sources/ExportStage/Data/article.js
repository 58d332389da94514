"use strict";
// Shows in the text what was chosen beside it, and switches types of entities on and off.
(() => {
const text = document.getElementById("text");
const side = document.querySelector("aside");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let chosen = null;

const buttons = new Map();
for (const button of side.querySelectorAll("button[data-show]")) buttons.set(button.dataset.show, button);

function mark(button, on) {
  button.setAttribute("aria-pressed", on);
  for (const piece of text.getElementsByClassName(button.dataset.show)) piece.classList.toggle("on", on);
}

function choose(button) {
  if (chosen) mark(chosen, false);
  chosen = button === chosen ? null : button;
  text.classList.toggle("choosing", chosen !== null);
  if (chosen) mark(chosen, true);
  return chosen;
}

function bringIntoView(pieces) {
  if (pieces.length === 0) return;
  const first = pieces[0].getBoundingClientRect();
  const last = pieces[pieces.length - 1].getBoundingClientRect();
  if (first.top >= 0 && last.bottom <= innerHeight) return;
  pieces[0].scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
}

side.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.show) {
    if (choose(button)) bringIntoView(text.getElementsByClassName(button.dataset.show));
  } else {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", on);
    if (button.id === "labels") text.classList.toggle("labels", on);
    for (const piece of text.getElementsByTagName("mark")) {
      if (button.dataset.type && piece.dataset.t === button.dataset.type) piece.classList.toggle("off", !on);
    }
  }
});

text.addEventListener("click", (event) => {
  const piece = event.target.closest("mark, .m");
  if (!piece || String(getSelection()) !== "") return;
  const name = [...piece.classList].find((name) => /^[nk]\d+$/.test(name));
  const button = buttons.get(name);
  if (button && choose(button)) button.scrollIntoView({ block: "nearest" });
});

addEventListener("keydown", (event) => {
  if (event.key === "Escape" && chosen) choose(chosen);
});

for (const tools of side.getElementsByClassName("tools")) tools.hidden = false;
document.documentElement.classList.add("js");
})();
