// The form while somebody works on it: folds stay as they were, links open what they lead to, changes are announced.
"use strict";

(() => {
  const form = () => document.getElementById("draft");
  let open = [];

  const reveal = (element) => {
    for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };

  // A link to a field opens the folds around it and puts the focus there.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const target = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!target || !form() || !form().contains(target)) return;
    reveal(target);
    event.preventDefault();
    target.scrollIntoView({ block: "center" });
    if (target.matches("section")) target.scrollIntoView();
    if (!target.matches("input, select, textarea, [tabindex]")) target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
  });

  // The buttons that move rows send the form to where it is sent.
  document.addEventListener("htmx:configRequest", (event) => {
    if (form() && event.target.matches("#draft [name=move]")) event.detail.path = form().getAttribute("action");
  });
  document.addEventListener("htmx:beforeSwap", () => {
    open = [...document.querySelectorAll("#draft details[open][id]")].map((fold) => fold.id);
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const id of open) {
      const fold = document.getElementById(id);
      if (fold) fold.open = true;
    }
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target !== form()) return; // what stands beside the form takes no focus
    const said = document.getElementById("desk-said");
    if (said && form()) said.textContent = form().dataset.said;
    if (form() && !form().contains(document.activeElement)) {
      const wanted = form().querySelector("[autofocus]");
      if (wanted) wanted.focus();
    }
    focusSummary();
  });

  // A second figure of a claim is mostly of the same people as the first.
  document.addEventListener("change", (event) => {
    const field = event.target.closest(".assertion__question");
    if (!field || field.querySelector("select").selectedOptions[0]?.dataset.type !== "number") return;
    const row = field.closest(".row");
    const value = (from, name) => from.querySelector(`[name$="-${name}"]`);
    let before = row.previousElementSibling;
    while (before && !value(before, "side").value) before = before.previousElementSibling;
    if (!before || value(row, "side").value) return;
    for (const name of ["side", "group"]) value(row, name).value = value(before, name).value;
  });

  // The codebook's words for the term that is chosen stand in the field's help.
  document.addEventListener("change", (event) => {
    const field = event.target;
    const help = field.tagName === "SELECT" && document.getElementById(`${field.id}_helptext`);
    const part = help && field.closest(".part");
    const term = part && part.querySelector(`dt[data-term="${CSS.escape(field.value)}"]`);
    if (!term) return;
    help.dataset.base = help.dataset.base || help.textContent;
    help.textContent = `${help.dataset.base} ${term.textContent}: ${term.nextElementSibling.textContent}`;
  });

  // What is wrong comes first for whoever hears the page.
  function focusSummary() {
    const summary = document.querySelector(".error-summary");
    if (summary) summary.focus();
  }
  focusSummary();

  // Help beside every field, for as long as somebody wants it.
  const help = document.getElementById("desk-help");
  if (help) {
    const key = "counterclaim-desk-help";
    try {
      help.checked = localStorage.getItem(key) === "yes";
    } catch {
      // Without storage it lasts for this page.
    }
    help.addEventListener("change", () => {
      try {
        localStorage.setItem(key, help.checked ? "yes" : "no");
      } catch {
        // As above.
      }
    });
  }
})();
