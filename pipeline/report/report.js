"use strict";
(function () {
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));

  // --- language ---
  function speak(language) {
    document.documentElement.lang = language;
    for (const one of all("[data-ja]")) one.textContent = one.dataset[language];
    try { localStorage.setItem("hyokasho-language", language); } catch (_) { /* not kept from disk in some browsers */ }
  }
  let kept = null;
  try { kept = localStorage.getItem("hyokasho-language"); } catch (_) { /* as above */ }
  if (kept === "ja" || kept === "en") speak(kept);
  document.getElementById("language").addEventListener("click", () =>
    speak(document.documentElement.lang === "ja" ? "en" : "ja"));

  // --- filter ---
  const filter = document.getElementById("filter");
  if (filter) filter.addEventListener("input", () => {
    const wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const one of all("[data-filter]")) {
      const text = one.textContent.toLowerCase();
      one.hidden = !wanted.every((word) => text.includes(word));
    }
  });
  const tools = document.getElementById("tools");
  if (tools) tools.addEventListener("submit", (event) => event.preventDefault());
  for (const kind of all("[data-kind]")) kind.addEventListener("change", () => {
    for (const box of all(".box." + kind.dataset.kind)) box.hidden = !kind.checked;
  });

  // --- value <-> place ---
  function light(one) {
    for (const old of all(".on")) old.classList.remove("on");
    if (!one) return;
    one.classList.add("on");
    const fold = one.closest("details");
    if (fold) fold.open = true;
    one.scrollIntoView({ block: "center", inline: "nearest" });
  }
  function other(id) { return document.getElementById(id); }
  function choose(row) {
    const link = row.querySelector("a.to");
    const box = link && other(link.getAttribute("href").slice(1));
    if (box) light(box); else light(null);
    row.classList.add("on");
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.to, a.box");
    if (link) {
      event.preventDefault();
      const target = other(link.getAttribute("href").slice(1));
      light(target);
      (link.classList.contains("box") ? link : link.closest("tr")).classList.add("on");
      const cell = link.closest("td");
      if (cell) fill(cell);
      if (target && target.focus && link.classList.contains("box")) { target.tabIndex = -1; target.focus({ preventScroll: true }); }
      return;
    }
    const cell = event.target.closest("tr[data-row] > td, tr[data-row] > th");
    if (cell) { choose(cell.parentElement); fill(cell); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const now = document.querySelector("tr.on");
    if (!now || event.target.matches("input, textarea")) return;
    let next = now;
    do { next = event.key === "ArrowDown" ? next.nextElementSibling : next.previousElementSibling; } while (next && next.hidden);
    if (!next) return;
    event.preventDefault();
    choose(next);
    next.scrollIntoView({ block: "nearest" });
  });

  // --- a correction, as a command to copy ---
  const fold = document.getElementById("correction");
  const form = fold && fold.querySelector("form");
  let cell = null;
  const quoted = (text) => "'" + text.replaceAll("'", "'\\''") + "'";
  function fill(one) {
    if (!form || !one.dataset.column) return;
    cell = { table: one.parentElement.dataset.table, row: one.parentElement.dataset.row, column: one.dataset.column };
    form.elements.cell.value = cell.table + " / " + cell.row + " / " + cell.column;
    form.elements.value.value = one.textContent.trim();
    write();
  }
  function write() {
    if (!cell) return;
    form.elements.command.value = ["hyokasho correct", quoted(form.dataset.out), "--document", form.dataset.document,
      "--table", cell.table, "--row", quoted(cell.row), "--column", cell.column,
      "--value", quoted(form.elements.value.value), "--why", quoted(form.elements.why.value)].join(" ");
  }
  if (form) {
    form.addEventListener("input", write);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.elements.command.addEventListener("focus", (event) => event.target.select());
  }
})();
