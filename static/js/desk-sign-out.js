// Signing out wipes what this browser keeps of the person's unsent forms, and says so before.
"use strict";

(() => {
  const place = document.querySelector("[data-desk-person]");
  if (!place) return;
  const person = place.dataset.deskPerson;
  const count = window.deskStore.count(person);
  if (count) {
    place.hidden = false;
    place.querySelector("[data-count]").textContent = count === 1 ? "One form" : `${count} forms`;
  }
  document.addEventListener("submit", () => window.deskStore.wipe(person));
})();
