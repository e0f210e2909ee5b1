// The review thread with JavaScript: a note starts at the field that has the cursor. Everything works without.
"use strict";

(() => {
  const LISTS = /^((?:[a-z]+-\d+-)*)([a-z]+)-(\d+)-([a-z_]+)$/;
  const here = document.createElement("button");
  here.type = "button";
  here.className = "note-here";
  here.textContent = "Note";
  here.tabIndex = -1; // whoever types goes on to the next field; the thread's list offers the field as well
  let field = null;

  const choice = () => document.getElementById("note-anchor");

  // What a control of the form is called in an anchor: title, or claims.0a1b2c3d4e.statement.
  function anchorOf(control) {
    const found = LISTS.exec(control.name);
    if (!found) return [...choice().options].some((one) => one.value === control.name) ? [control.name, ""] : null;
    if (["delete", "file", "again"].includes(found[4])) return null;
    const id = document.querySelector(`[name="${found[1]}${found[2]}-${found[3]}-id"]`);
    return id && id.value ? [`${found[2]}.${id.value}.${found[4]}`, `${found[2]}.${id.value}`] : null;
  }

  function labelOf(control) {
    const label = control.closest(".field")?.querySelector(".field__label");
    return label ? label.firstChild.textContent.trim() : control.name;
  }

  // Choose the field in the list; the field of a row is added beside its row, which must be stored.
  function choose(control) {
    const list = choice();
    const anchor = control && anchorOf(control);
    if (!list || !anchor) return;
    const [text, row] = anchor;
    let option = [...list.options].find((one) => one.value === text);
    const above = row && [...list.options].find((one) => one.value === row);
    if (!option && above) {
      option = new Option(`${above.textContent}: ${labelOf(control)}`, text);
      above.after(option);
    }
    if (option) option.selected = true;
  }

  document.addEventListener("focusin", (event) => {
    const control = event.target;
    if (!(control instanceof Element) || !choice() || control === here) return;
    if (!control.matches("#draft input:not([type=hidden]), #draft select, #draft textarea")) return;
    field = control;
    const place = control.closest(".field");
    if (place && anchorOf(control)) place.append(here);
    else here.remove();
  });

  here.addEventListener("click", () => {
    choose(field);
    const text = document.getElementById("note-text");
    if (text) text.focus();
  });

  // Whoever goes to the thread by keyboard finds the field chosen that they come from, unless they typed already.
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest('a[href="#thread"], a[href="#note-new"]')) return;
    const text = document.getElementById("note-text");
    if (field && text && !text.value) choose(field);
  });

  // A link to a resolved note opens the fold that it is in.
  function unfold() {
    const note = location.hash.startsWith("#note-") && document.getElementById(location.hash.slice(1));
    const fold = note && note.closest("details");
    if (!fold) return;
    fold.open = true;
    note.scrollIntoView();
  }
  window.addEventListener("hashchange", unfold);
  unfold();

  // After a note was sent, whoever hears the page goes on where the thread is.
  document.addEventListener("htmx:afterSettle", (event) => {
    const sender = event.detail.requestConfig?.elt;
    if (sender && sender.name === "note") document.getElementById("thread-title")?.focus();
  });
})();
