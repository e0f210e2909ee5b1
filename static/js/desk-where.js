// Where: a place that is taken brings its precision; a position brings the border section nearby.
"use strict";

(() => {
  const field = (name) => document.getElementById(`id_${name}`);
  let turn = 0;

  async function near(latitude, longitude) {
    const region = document.getElementById("near");
    turn += 1;
    const mine = turn;
    if (field("section").value || latitude === "" || longitude === "") {
      region.replaceChildren();
      return;
    }
    const html = await fetch(`/desk/near/?lat=${encodeURIComponent(latitude)}&lon=${encodeURIComponent(longitude)}`)
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : null))
      .catch(() => null);
    if (!html || mine !== turn || !region.isConnected || field("section").value) return;
    const page = new DOMParser().parseFromString(html, "text/html");
    region.replaceChildren(...page.body.children);
  }

  document.addEventListener("desk:taken", (event) => {
    if (event.target.id !== "id_place") return;
    const { lat, lon, precision } = event.detail;
    if (precision && !field("place_precision").value) {
      field("place_precision").value = precision;
      field("place_precision").dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (!field("latitude").value) near(lat, lon);
  });

  document.addEventListener("change", (event) => {
    if (event.target.id === "id_latitude" || event.target.id === "id_longitude") {
      near(field("latitude").value.trim(), field("longitude").value.trim());
    } else if (event.target.id === "id_section") {
      document.getElementById("near").replaceChildren();
    }
  });

  // With JavaScript the suggestion is taken at once, without sending the form.
  document.addEventListener("click", (event) => {
    const button = event.target.closest('#near button[name="section_near"]');
    if (!button) return;
    event.preventDefault();
    field("section").value = button.value;
    field("section").focus();
    field("section").dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
