// The index tells while typing what is missing. What counts is said by the page (data-needed); a save has the last word.
"use strict";

(() => {
  const PAUSE = 300;
  const MOST = 6;
  const WORDS = { save: "needed to save", submit: "needed to submit" };
  const refused = new WeakMap();
  let timer = 0;

  const controls = (within) => within.querySelectorAll("input:not([type=hidden]):not([type=file]), select, textarea");
  const rowsOf = (list) => [...list.children];
  const removed = (row) => Boolean(row.querySelector(':scope > .row__tools input[name$="-delete"]:checked'));

  function says(control, own) {
    const { name } = control;
    if (name.endsWith("-delete") || name.endsWith("-again") || (own && name.endsWith("-made_on"))) return false;
    if (own && /-citations-\d+-source$/.test(name)) return false;
    if (name.endsWith("-language") && control.value === "en") return false;
    if (control.type === "checkbox") return control.checked;
    if (control.tagName === "SELECT") return control.options.length > 0 && control.options[0].value === "" && control.value !== "";
    return control.value.trim() !== "";
  }

  const blank = (row) => !("stored" in row.dataset) && ![...controls(row)].some((one) => says(one, row.matches(".claim")));

  function counts(element) {
    for (let row = element.closest(".row, .claim"); row; row = row.parentElement.closest(".row, .claim")) {
      if (removed(row) || blank(row)) return false;
    }
    return true;
  }

  function place(element) {
    const parts = [];
    for (let row = element.closest(".row, .claim"); row; row = row.parentElement.closest(".row, .claim")) {
      const group = row.querySelector("[role=group]");
      if (group) parts.unshift(group.getAttribute("aria-label"));
    }
    return parts;
  }

  const filled = (names) => names.split(" ").some((name) => document.getElementById(`id_${name}`).value.trim() !== "");

  function ofField(field) {
    const control = controls(field)[0];
    if (!control || control.value.trim() !== "" || !counts(field)) return null;
    if (field.dataset.unless && filled(field.dataset.unless)) return null;
    if (field.dataset.if && !filled(field.dataset.if)) return null;
    const label = field.querySelector(".field__label").firstChild.textContent.trim();
    return { level: field.dataset.needed, to: control.id, words: [...place(field), label].join(": ") };
  }

  // What the server refused is wrong until it is changed; whether it is right then, the next save tells.
  function remember() {
    for (const field of document.querySelectorAll("#draft .field--wrong")) {
      const control = controls(field)[0];
      if (control) refused.set(control, control.value);
    }
  }

  function ofRefused(field) {
    const control = controls(field)[0];
    if (!control || !refused.has(control) || control.value !== refused.get(control) || !counts(field)) return null;
    const label = field.querySelector(".field__label").firstChild.textContent.trim();
    return { level: "save", to: control.id, words: [...place(field), label].join(": ") };
  }

  function ofList(list) {
    const claim = list.closest(".claim");
    if (claim && (blank(claim) || removed(claim))) return null;
    const kind = claim ? claim.querySelector('select[name$="-kind"]').value : "";
    const rows = rowsOf(list).filter((row) => !blank(row) && !removed(row));
    if (list.dataset.needed === "denial") {
      const denies = rows.some((row) => ["denies", "disputes"].includes(row.querySelector('[name$="-relation"]').value));
      if (kind !== "denial" || denies) return null;
    } else if (rows.length || (kind === "context" && list.dataset.list.endsWith("-assertions"))) {
      return null;
    }
    return { level: "submit", to: `list-${list.dataset.list}`, words: [...place(list), list.dataset.words].join(": ") };
  }

  function draw(item, needs) {
    const nodes = [];
    for (const level of ["save", "submit"]) {
      const own = needs.filter((need) => need.level === level);
      if (!own.length) continue;
      const head = document.createElement("p");
      head.className = `needed needed--${level}`;
      head.textContent = WORDS[level];
      const list = document.createElement("ul");
      for (const need of own.slice(0, MOST)) {
        const link = document.createElement("a");
        link.href = `#${need.to}`;
        link.textContent = need.words;
        const row = document.createElement("li");
        row.append(link);
        list.append(row);
      }
      if (own.length > MOST) {
        const row = document.createElement("li");
        row.textContent = `and ${own.length - MOST} more`;
        list.append(row);
      }
      nodes.push(head, list);
    }
    item.querySelector(".desk-index__needs").replaceChildren(...nodes);
  }

  function sum(index, counted) {
    const [save, submit] = ["save", "submit"].map((level) => counted[level]);
    const words = [save && `${save} needed to save`, submit && `${submit} needed to submit`].filter(Boolean).join(", ");
    index.querySelector("[data-sum]").textContent = words || "nothing is missing";
  }

  function refresh() {
    const index = document.getElementById("desk-index");
    if (!index) return;
    const counted = { save: 0, submit: 0 };
    for (const item of index.querySelectorAll("[data-section]")) {
      const section = document.getElementById(item.dataset.section);
      if (!section || !item.querySelector(".desk-index__needs")) continue;
      const wrong = [...section.querySelectorAll(".field--wrong")].map(ofRefused).filter(Boolean);
      const known = new Set(wrong.map((need) => need.to));
      const marked = [...section.querySelectorAll("[data-needed]")];
      const empty = marked.map((one) => (one.matches(".field") ? ofField(one) : ofList(one))).filter(Boolean);
      const needs = [...wrong, ...empty.filter((need) => !(need.level === "save" && known.has(need.to)))];
      for (const need of needs) counted[need.level] += 1;
      draw(item, needs);
    }
    sum(index, counted);
  }

  function later(event) {
    if (!event.target.closest || !event.target.closest("#draft")) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(refresh, PAUSE);
  }

  remember();
  document.addEventListener("htmx:afterSwap", remember);
  document.addEventListener("input", later);
  document.addEventListener("change", later);
})();
