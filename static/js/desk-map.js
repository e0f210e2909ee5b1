// The map beside latitude and longitude: a click sets both fields; typing moves the point.
"use strict";

(() => {
  const start = [40.2, 45.6];
  let map;

  const fields = () => ["latitude", "longitude"].map((name) => document.getElementById(`id_${name}`));
  const typed = () => {
    const [latitude, longitude] = fields().map((field) => parseFloat(field.value));
    return Number.isFinite(latitude) && Number.isFinite(longitude) ? [latitude, longitude] : null;
  };

  async function layer(address, className, then) {
    const answer = await fetch(address);
    if (answer.ok) then(window.L.geoJSON(await answer.json(), { interactive: false, style: { className } }));
  }

  async function draw() {
    const place = document.querySelector(".desk-map");
    if (!place || !window.L || place.closest("fieldset:disabled")) return;
    place.hidden = false;
    if (map) map.remove();
    const shown = window.L.map(place, { attributionControl: false, minZoom: 5, maxZoom: 13, keyboard: false });
    map = shown;
    const at = typed();
    shown.setView(at || start, at ? 10 : 7);
    let point = null;
    const mark = (position) => {
      if (point) point.remove();
      point = position ? window.L.circleMarker(position, { radius: 7, className: "point", interactive: false }).addTo(shown) : null;
    };
    await layer(place.dataset.countries, "area", (drawn) => drawn.addTo(shown));
    await layer(place.dataset.border, "section", (drawn) => drawn.addTo(shown));
    mark(at);
    shown.on("click", (event) => {
      const [latitude, longitude] = fields();
      latitude.value = event.latlng.lat.toFixed(4);
      longitude.value = event.latlng.wrap().lng.toFixed(4);
      longitude.dispatchEvent(new Event("change", { bubbles: true }));
      mark(event.latlng);
    });
    fields().forEach((field) => field.addEventListener("change", () => mark(typed())));
  }

  draw();
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "draft" || event.detail.elt.id === "draft") draw();
  });
})();
