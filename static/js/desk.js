// The desk with JavaScript: places and actors are suggested while typing. Everything works without.
"use strict";

(() => {
  const PAUSE = 250;
  const ADDRESSES = { "desk-places": "/desk/places/", "desk-actors": "/desk/actors/" };
  let waiting = 0;

  document.addEventListener("input", (event) => {
    const field = event.target;
    const list = field instanceof HTMLInputElement ? field.getAttribute("list") : null;
    if (!list || !(list in ADDRESSES) || field.value.length < 2 || field.value.endsWith("]")) return;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      const address = `${ADDRESSES[list]}?q=${encodeURIComponent(field.value)}`;
      window.htmx.ajax("GET", address, { target: `#${list}`, swap: "innerHTML", source: document.body });
    }, PAUSE);
  });

  // What is wrong comes first for whoever hears the page.
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
