// Who else is at this incident, and whether somebody saved it meanwhile. A sign of life every 15 seconds.
"use strict";

(() => {
  const EVERY = 15000;
  const draft = () => document.getElementById("draft");
  const address = () => document.getElementById("safe-data")?.dataset.here;
  const value = (name) => draft().elements.namedItem(name).value;
  if (!draft() || !address()) return;

  function body() {
    const found = new URLSearchParams();
    for (const name of ["csrfmiddlewaretoken", "keeper", "form", "revision"]) found.set(name, value(name));
    if (window.deskSafe?.changed()) found.set("typing", "on");
    return found;
  }

  function showOthers(others) {
    const line = document.getElementById("others");
    if (!line) return;
    line.hidden = !others.length;
    const who = line.querySelector(".others__who");
    const words = others.map((one) => `${one.name}${one.typing ? " (with unsaved changes)" : ""}`).join(", ");
    if (who.textContent.trim() === words) return;
    who.replaceChildren();
    others.forEach((one, index) => {
      const name = document.createElement("strong");
      name.textContent = one.name;
      who.append(index ? ", " : "", name, one.typing ? " (with unsaved changes)" : "");
    });
  }

  function showMoved(moved) {
    const notice = document.getElementById("moved");
    if (!notice || !draft()) return;
    const shown = Boolean(moved) && String(moved.revision) !== value("revision");
    if (shown) {
      const at = new Date(moved.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
      const words = `${moved.by} saved this incident at ${at}.`;
      const said = notice.querySelector(".moved__said");
      if (said.textContent !== words) said.textContent = words;
    }
    notice.hidden = !shown;
  }

  async function sign() {
    if (document.visibilityState !== "visible" || !draft() || window.deskSafe?.signedOut()) return;
    try {
      const answer = await fetch(address(), { method: "POST", body: body(), headers: { Accept: "application/json" } });
      if (answer.status === 401 && window.deskSafe) window.deskSafe.askToSignIn(await answer.json());
      if (!answer.ok) return;
      const told = await answer.json();
      showOthers(told.others);
      showMoved(told.moved);
    } catch {
      // Without a connection nobody is seen; desk-safe.js says that there is none.
    }
  }

  document.addEventListener("desk:moved", (event) => showMoved(event.detail));
  document.addEventListener("visibilitychange", sign);
  window.addEventListener("pagehide", () => {
    if (!draft()) return;
    const leaving = body();
    leaving.set("leaving", "on");
    navigator.sendBeacon(address(), leaving);
  });
  window.setInterval(sign, EVERY);
})();
