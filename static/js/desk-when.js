// When: the line is read while it is typed, shown, and written out; the fields that it fills follow it.
"use strict";

(() => {
  const PAUSE = 200;
  const PARTS = ["earliest", "latest", "start_time", "end_time"];
  const part = (name) => document.getElementById(`id_${name}`);
  const told = () => document.getElementById("when-told");
  let timer = 0;
  let turn = 0;

  function fill(values, precision) {
    for (const name of PARTS) part(name).value = values[name] || "";
    part("date_precision").value = precision;
    part("earliest").dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function read(line) {
    turn += 1;
    const mine = turn;
    if (!line.isConnected) return; // another form is in its place, and says more than the line did
    const text = line.value.trim();
    if (!text) {
      told().replaceChildren();
      fill({}, "day");
      return;
    }
    const html = await fetch(`/desk/when/?q=${encodeURIComponent(text)}`)
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : null))
      .catch(() => null);
    if (!html || mine !== turn || !line.isConnected || line.value.trim() !== text) return;
    const page = new DOMParser().parseFromString(html, "text/html");
    told().replaceChildren(...page.body.children);
    const meant = told().querySelector("[data-words]");
    if (!meant) return;
    fill(meant.dataset, meant.dataset.precision);
    if (document.activeElement !== line) line.value = meant.dataset.words;
  }

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.id === "id_when") {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => read(field), PAUSE);
    } else if ([...PARTS, "date_precision"].some((name) => field.id === `id_${name}`)) {
      part("when").value = "";
      part("when_was").value = "";
      told().textContent = "The fields below decide; the line above stays empty.";
    }
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.id !== "id_when") return;
    const meant = told()?.querySelector("[data-words]");
    if (meant && event.target.value.trim() && turn && !told().hidden) {
      window.clearTimeout(timer);
      read(event.target);
    }
  });
})();
