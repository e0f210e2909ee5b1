// What is typed or chosen after a button was pressed, and before its answer came, is carried into the form that comes back.
// A button that was pressed meanwhile is pressed then.
"use strict";

(() => {
  const form = () => document.getElementById("draft");
  const OTHER = new Set(["hidden", "submit", "button", "fieldset", "reset"]);
  const controls = () => (form() ? [...form().elements].filter((one) => one.name && !OTHER.has(one.type)) : []);
  let asked = null;
  let next = null;

  // Rows are told by their ids: their numbers change when they are moved.
  function keyed(text) {
    let path = "";
    return text.replace(/([a-z]+)-(\d+)/g, (part, list, number) => {
      path = path ? `${path}-${part}` : part;
      return `${list}~${form().elements.namedItem(`${path}-id`)?.value || number}`;
    });
  }
  const keyOf = (one) => keyed(one.name) + (one.type === "radio" ? `=${one.value}` : "");

  function holds(one) {
    if (one.type === "file") return [...one.files].map((file) => `${file.name}:${file.size}:${file.lastModified}`).join("/");
    return one.type === "checkbox" || one.type === "radio" ? one.checked : one.value;
  }

  const look = () => new Map(controls().map((one) => [keyOf(one), holds(one)]));
  const since = (before) => controls().filter((one) => before.has(keyOf(one)) && before.get(keyOf(one)) !== holds(one));
  const noted = (one) => ({ key: keyOf(one), one, from: one.selectionStart, to: one.selectionEnd });

  function put(old, one) {
    if (one.type === "file") one.files = old.files;
    else if (one.type === "checkbox" || one.type === "radio") one.checked = old.checked;
    else one.value = old.value;
  }

  // Enters what was noted of the form before, as its person would.
  function bring(changes) {
    if (!changes.length) return;
    const here = new Map(controls().map((one) => [keyOf(one), one]));
    for (const { key, one: old, from, to } of changes) {
      const one = here.get(key);
      if (!one || one === old || holds(one) === holds(old)) continue;
      put(old, one);
      if (one === document.activeElement && typeof from === "number") one.setSelectionRange(from, to);
      one.dispatchEvent(new Event(one.id === "id_when" ? "input" : "change", { bubbles: true }));
    }
  }

  window.deskBetween = { look, since, bring, changes: (before) => since(before).map(noted) };

  // Buttons that htmx sends. Both answers would take the form's place, and the second know nothing of the first.

  const ofTheForm = (event) => event.detail.target === form() && form() && event.detail.requestConfig?.verb === "post";
  const same = (one, other) => one && other && one.name === other.name && one.key === other.key;
  const told = (button) => ({ name: button.name, key: keyed(button.value || "") });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!ofTheForm(event)) return;
    const button = told(event.detail.elt);
    if (asked) {
      event.preventDefault();
      next = button;
    } else {
      asked = { xhr: event.detail.xhr, before: look(), at: document.activeElement, went: false, changes: [] };
      next = null;
    }
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!asked || asked.xhr !== event.detail.xhr) return;
    asked.changes = window.deskBetween.changes(asked.before);
    asked.went = document.activeElement !== asked.at && controls().includes(document.activeElement);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!asked || asked.xhr !== event.detail.xhr) return;
    const { changes, went } = asked;
    const wanted = event.detail.xhr.status ? next : null;
    asked = null;
    next = null;
    bring(changes);
    // Who works elsewhere by now is not taken to the new row.
    if (went && form()) form().querySelectorAll("[autofocus]").forEach((one) => one.removeAttribute("autofocus"));
    if (wanted && !asked) [...document.querySelectorAll(`button[name="${wanted.name}"]`)].find((one) => same(told(one), wanted))?.click();
    else if (wanted) next = wanted;
  });
})();
