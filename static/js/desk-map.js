// The map beside latitude and longitude: a click sets both fields; typing moves the point.
"use strict";

(() => {
  const START = [40.2, 45.6];
  const LONGER_THAN_ZOOMING = 1000;
  const lines = new Map();
  let map = null;
  let point = null;

  const fields = () => ["latitude", "longitude"].map((name) => document.getElementById(`id_${name}`));
  const typed = () => {
    const [latitude, longitude] = fields().map((field) => parseFloat(field?.value));
    return Number.isFinite(latitude) && Number.isFinite(longitude) ? [latitude, longitude] : null;
  };

  function mark(position) {
    if (point) point.remove();
    point = position ? window.L.circleMarker(position, { radius: 7, className: "point", interactive: false }).addTo(map) : null;
  }

  // Null without a connection, or when the page is left meanwhile: the map does without, and asks again when it is drawn again.
  function read(address) {
    if (!lines.has(address)) {
      const asked = fetch(address).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
      lines.set(address, asked);
      asked.then((found) => found || lines.delete(address));
    }
    return lines.get(address);
  }

  // By then another map may be in its place.
  async function layer(shown, address, className) {
    const found = await read(address);
    if (found && shown === map) window.L.geoJSON(found, { interactive: false, style: { className } }).addTo(shown);
  }

  async function lay(shown, { countries, border }) {
    await layer(shown, countries, "area");
    await layer(shown, border, "section");
    if (shown === map && point) point.bringToFront();
  }

  function draw() {
    const place = document.querySelector(".desk-map");
    if (!place || !window.L || place.closest("fieldset:disabled")) return;
    if (map && map.getContainer() === place) {
      mark(typed());
      return;
    }
    const old = map;
    // Leaflet can't end a map that is being zoomed.
    if (old) window.setTimeout(() => old.remove(), LONGER_THAN_ZOOMING);
    place.hidden = false;
    const at = typed();
    map = window.L.map(place, { attributionControl: false, minZoom: 5, maxZoom: 13, keyboard: false }).setView(at || START, at ? 10 : 7);
    point = null;
    mark(at);
    map.on("click", (event) => {
      const [latitude, longitude] = fields();
      latitude.value = event.latlng.lat.toFixed(4);
      longitude.value = event.latlng.wrap().lng.toFixed(4);
      longitude.dispatchEvent(new Event("change", { bubbles: true }));
    });
    lay(map, place.dataset);
  }

  draw();
  document.addEventListener("change", (event) => {
    if (map && ["id_latitude", "id_longitude"].includes(event.target.id)) mark(typed());
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "draft" || event.detail.elt.id === "draft") draw();
  });
})();
