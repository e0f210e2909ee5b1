// Names are suggested while typing: a combobox with a list of options, after the ARIA pattern "list autocomplete".
// Arrows walk the options, Enter takes one, Escape closes; what was typed stays as typed unless one is taken.
"use strict";

(() => {
  const PAUSE = 150;
  const ASKED = { "desk-places": "/desk/places/", "desk-actors": "/desk/actors/" };
  const list = document.createElement("ul");
  list.className = "suggest";
  list.id = "suggest";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  let input = null;
  let active = -1;
  let timer = 0;
  let asked = 0;

  const options = () => [...list.children];

  function upgrade() {
    for (const field of document.querySelectorAll('#draft input[list^="desk-"]')) {
      field.dataset.from = field.getAttribute("list");
      field.removeAttribute("list");
      for (const [name, value] of Object.entries({
        role: "combobox", "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-expanded": "false", autocomplete: "off",
      })) field.setAttribute(name, value);
    }
  }

  function close() {
    window.clearTimeout(timer);
    asked += 1;
    if (input) {
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      input.removeAttribute("aria-controls");
    }
    list.hidden = true;
    active = -1;
  }

  function walk(to) {
    const all = options();
    if (!all.length) return;
    active = (to + all.length) % all.length;
    all.forEach((option, number) => option.setAttribute("aria-selected", String(number === active)));
    input.setAttribute("aria-activedescendant", all[active].id);
    all[active].scrollIntoView({ block: "nearest" });
  }

  function show() {
    const label = input.labels && input.labels[0];
    list.setAttribute("aria-label", label ? label.firstChild.textContent : "Suggestions");
    options().forEach((option, number) => {
      option.id = `suggest-${number}`;
    });
    if (!list.children.length) return close();
    if (list.children.length === 1 && list.firstElementChild.dataset.value === input.value.trim()) {
      hint(input, list.firstElementChild); // written out in full: there is nothing to choose
      return close();
    }
    input.after(list);
    list.hidden = false;
    active = -1;
    input.setAttribute("aria-expanded", "true");
    input.setAttribute("aria-controls", "suggest");
    say(`${list.children.length} suggestion${list.children.length === 1 ? "" : "s"}. Arrow down to choose.`);
    return undefined;
  }

  function say(text) {
    const said = document.getElementById("desk-said");
    if (said) said.textContent = text;
  }

  // Incidents and sources are in the page already.
  function fromPage(id, text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const found = [...document.getElementById(id).options].filter((one) => {
      const whole = `${one.value} ${one.textContent}`.toLowerCase();
      return words.every((word) => whole.includes(word));
    });
    list.replaceChildren(...found.slice(0, 20).map((one) => {
      const option = document.createElement("li");
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.value = one.value;
      const name = document.createElement("bdi");
      name.className = "suggest__name";
      name.textContent = one.value;
      const about = document.createElement("span");
      about.className = "suggest__about";
      about.textContent = one.textContent;
      option.append(name, " ", about);
      return option;
    }));
  }

  async function ask() {
    const field = input;
    const from = field.dataset.from;
    const text = field.value.trim();
    asked += 1;
    const turn = asked;
    if (from in ASKED) {
      const html = await fetch(`${ASKED[from]}?q=${encodeURIComponent(text)}`, { headers: { "X-Requested-With": "fetch" } })
        .then((answer) => (answer.ok && !answer.redirected ? answer.text() : null))
        .catch(() => null);
      if (html === null || turn !== asked || field !== input || !field.isConnected) return;
      list.replaceChildren(...new DOMParser().parseFromString(html, "text/html").querySelectorAll("[role=option]"));
    } else {
      fromPage(from, text);
    }
    show();
  }

  function hint(field, option) {
    const words = document.getElementById(`${field.id}_hint`);
    if (words) words.textContent = option.dataset.hint || "";
  }

  function take(option) {
    const field = input;
    field.value = option.dataset.value;
    hint(field, option);
    close();
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
    close();
    field.dispatchEvent(new CustomEvent("desk:taken", { bubbles: true, detail: { ...option.dataset } }));
    say(`${field.value} was taken.`);
  }

  document.addEventListener("input", (event) => {
    if (!(event.target instanceof HTMLElement) || !event.isTrusted || event.target.getAttribute("role") !== "combobox") return;
    input = event.target;
    window.clearTimeout(timer);
    if (input.value.trim().length < 2) return close();
    timer = window.setTimeout(ask, PAUSE);
    return undefined;
  });

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLElement) || field.getAttribute("role") !== "combobox") return;
    input = field;
    const shown = !list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !event.altKey) {
      event.preventDefault();
      if (shown) walk(active < 0 && step < 0 ? -1 : active + step);
      else ask();
    } else if (event.key === "Enter" && shown) {
      event.preventDefault();
      if (active >= 0) take(options()[active]);
      else close();
    } else if (event.key === "Escape" && shown) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });

  document.addEventListener("focusout", (event) => {
    if (event.target === input) close();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && input) take(option);
  });

  upgrade();
  document.addEventListener("htmx:afterSwap", upgrade);
})();
