// The map beside latitude and longitude: a click sets both fields; typing moves the point. Without a position of its own,
// the place is marked by an open circle.
"use strict";

(() => {
  const START = [40.2, 45.6];
  const LONGER_THAN_ZOOMING = 1000;
  const lines = new Map();
  let map = null;
  let point = null;
  let taken = null;

  const fields = () => ["latitude", "longitude"].map((name) => document.getElementById(`id_${name}`));
  const numbers = (texts) => {
    const [latitude, longitude] = texts.map(parseFloat);
    return Number.isFinite(latitude) && Number.isFinite(longitude) ? [latitude, longitude] : null;
  };
  const typed = () => numbers(fields().map((field) => field?.value));

  // The place that the field names: the one that was taken last, or the one that is stored.
  function ofPlace() {
    const name = document.getElementById("id_place")?.value;
    const known = [taken, map.getContainer().dataset].find((one) => one && one.place === name);
    return known && name ? numbers([known.lat, known.lon]) : null;
  }

  function mark() {
    const own = typed();
    const position = own || ofPlace();
    const look = own ? { radius: 7, className: "point" } : { radius: 14, className: "place" };
    if (point) point.remove();
    point = position ? window.L.circleMarker(position, { ...look, interactive: false }).addTo(map) : null;
    return position;
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
      mark();
      return;
    }
    const old = map;
    // Leaflet can't end a map that is being zoomed.
    if (old) window.setTimeout(() => old.remove(), LONGER_THAN_ZOOMING);
    place.hidden = false;
    map = window.L.map(place, { attributionControl: false, minZoom: 5, maxZoom: 13, keyboard: false }).setView(START, 7);
    point = null;
    const at = mark();
    if (at) map.setView(at, typed() ? 10 : 9, { animate: false });
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
    if (map && ["id_latitude", "id_longitude", "id_place"].includes(event.target.id)) mark();
  });
  document.addEventListener("desk:taken", (event) => {
    if (!map || event.target.id !== "id_place") return;
    taken = { place: event.target.value, lat: event.detail.lat, lon: event.detail.lon };
    const at = mark();
    if (at && !typed()) map.setView(at, 9);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "draft" || event.detail.elt.id === "draft") draw();
  });
})();
