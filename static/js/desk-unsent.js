// What an earlier page of this person could not send is sent as soon as another one is open and the site can be reached.
"use strict";

(() => {
  const told = document.getElementById("safe-data")?.dataset;
  if (!told) return;
  const { person, key, keep, ref } = told;
  const store = window.deskStore.open(person, key);
  let sending = false;
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  const open = () => document.getElementById("draft")?.elements.namedItem("form").value;

  function offer(said, here) {
    const notice = document.createElement("div");
    notice.className = "notice notice--warn";
    const line = document.createElement("p");
    line.append(`This browser had changes that were never sent${here ? "" : `, of ${said.name}`}. They are kept now. `);
    const link = document.createElement("a");
    link.href = said.address;
    link.textContent = "Restore them";
    line.append(link);
    notice.append(line);
    document.getElementById("unsaved")?.append(notice);
  }

  async function send() {
    if (sending || !window.deskStore.count(person)) return;
    sending = true;
    await sendAll().finally(() => (sending = false));
  }

  async function sendAll() {
    for (const entry of (await store.left()) || []) {
      if (entry.form === open()) continue;
      const body = new URLSearchParams(entry.body);
      body.set("csrfmiddlewaretoken", token());
      try {
        const answer = await fetch(keep, { method: "POST", body, headers: { Accept: "application/json" } });
        if (!answer.ok) continue;
        const said = await answer.json();
        await store.remove(entry.form);
        if (said.address) offer(said, entry.ref === ref);
      } catch {
        return; // no connection: they stay where they are
      }
    }
  }

  window.addEventListener("load", send);
  window.addEventListener("online", send);
})();
