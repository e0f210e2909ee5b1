// Help while typing: related incidents follow the form; a file or an address can be dropped where a source goes.
// Without it, buttons do the same.
"use strict";

(() => {
  const PAUSE = 700;
  const ASKED = /^(earliest|latest|place|latitude|longitude|section|kind|title|involvements-\d+-actor|links-\d+-other)$/;
  let waiting = 0;

  const look = (event) => {
    if (!ASKED.test(event.target.name || "") || !document.getElementById("related")) return;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      const related = document.getElementById("related"); // as it is then: a swap may have taken it away
      if (related) window.htmx.trigger(related, "desk:related");
    }, PAUSE);
  };
  document.addEventListener("input", look);
  document.addEventListener("change", look);

  // A refused form comes back with what is wrong: it is shown like any other.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (![409, 422].includes(event.detail.xhr.status)) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const said = document.getElementById("desk-told");
    if (said && event.target.matches("button")) said.replaceChildren();
  });

  // Dropping. A place for it is a claim's `.cite`, or the row of a source.
  const placeOf = (event) => (event.target instanceof Element ? event.target.closest(".cite, #sources .rows > .row") : null);
  const addressIn = (data) => data.getData("text/uri-list").split("\n").find((line) => line && !line.startsWith("#"));
  const carries = (data) => data && (data.types.includes("Files") || data.types.includes("text/uri-list"));

  document.addEventListener("dragover", (event) => {
    if (!carries(event.dataTransfer)) return;
    const place = placeOf(event);
    document.querySelectorAll(".is-dropped-on").forEach((one) => one !== place && one.classList.remove("is-dropped-on"));
    if (!place) return;
    event.preventDefault();
    place.classList.add("is-dropped-on");
  });
  document.addEventListener("dragleave", (event) => {
    const place = placeOf(event);
    if (place && !place.contains(event.relatedTarget)) place.classList.remove("is-dropped-on");
  });
  document.addEventListener("drop", (event) => {
    const place = placeOf(event);
    if (!place || !carries(event.dataTransfer)) return;
    event.preventDefault();
    place.classList.remove("is-dropped-on");
    const file = place.querySelector('input[type="file"]');
    const address = place.querySelector('input[name$="-url"]');
    if (event.dataTransfer.files.length && file) {
      file.files = event.dataTransfer.files;
      file.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (address) {
      address.value = addressIn(event.dataTransfer) || address.value;
      address.dispatchEvent(new Event("input", { bubbles: true }));
      place.querySelector('button[name="cite"]')?.click();
    }
  });

  // A file that was chosen is sent at once, because only the site can keep it: pressing the button beside it does so.
  const send = (file) => file.closest(".cite, .copies")?.querySelector('button[name="cite"], button[name="take"]')?.click();
  const chosen = () => [...document.querySelectorAll('#draft input[type="file"]')].filter((one) => one.files.length);
  document.addEventListener("change", (event) => chosen().includes(event.target) && send(event.target));
  window.addEventListener("online", () => chosen().slice(0, 1).forEach(send)); // it takes the others along

  const invite = () => document.querySelectorAll(".cite__drop[hidden]").forEach((one) => one.removeAttribute("hidden"));
  invite();
  document.addEventListener("htmx:afterSettle", invite);
})();
