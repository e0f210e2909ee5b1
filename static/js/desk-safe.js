// Nothing is lost: what is typed is kept by itself every few seconds, in the browser while the site can't be reached;
// a save that got no answer is sent again; whoever was signed out goes on after signing in. All works without, too.
"use strict";

(() => {
  const PAUSE = 1200;
  const LONGEST = 5000;
  const STASH = 400;
  const PATIENCE = 20000;
  const RETRIES = [2000, 4000, 8000, 15000];
  const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
  const OF_THE_PAGE = new Set(["csrfmiddlewaretoken", "do", "form", "revision", "keeper", "turn", "seen", "writer"]);

  const form = () => document.getElementById("draft");
  const told = () => document.getElementById("safe-data")?.dataset;
  if (!form() || !told() || form().querySelector("fieldset:disabled")) return;

  const { person, key } = told();
  const store = window.deskStore.open(person, key);
  const writer = Array.from(crypto.getRandomValues(new Uint8Array(10)), (one) => LETTERS[one % 32]).join("");
  const field = (name) => form().elements.namedItem(name);
  const clock = (at) => new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

  let turn = Number(told().turn);
  let seen = turn;
  let kept = "";
  let waiting = 0;
  let first = 0;
  let stashing = 0;
  let keeping = null;
  let pending = null;
  let saving = false;
  let tries = 0;
  let signedOut = false;
  let asking = 0;
  let leaving = false;
  let state = "";

  // What there is to keep

  function typed() {
    const found = new URLSearchParams();
    for (const [name, value] of new FormData(form())) {
      if (typeof value === "string" && !OF_THE_PAGE.has(name)) found.append(name, value);
    }
    return found.toString();
  }

  const changed = () => typed() !== kept;

  function stamped(body, number) {
    for (const name of ["csrfmiddlewaretoken", "form", "revision", "keeper"]) body.set(name, field(name).value);
    body.set("turn", number);
    body.set("seen", seen);
    body.set("writer", writer);
    return body;
  }

  // What is said of it

  const files = () => [...form().querySelectorAll('input[type="file"]')].some((one) => one.files.length);
  const FILES = "; the file is not sent yet, keep this page open";
  const SAID = {
    changed: () => "Changes not kept yet",
    keeping: () => "Keeping your changes…",
    kept: (at) => `Changes kept at ${clock(at)}, for you alone until you save${files() ? FILES : ""}`,
    saving: () => "Saving…",
    offline: (stashed) => (stashed ? `No connection: kept in this browser, sent by itself later${files() ? FILES : ""}` : "No connection: keep this page open, it is sent by itself later"),
    unsaved: (stashed) => `No connection: ${stashed ? "kept in this browser" : "keep this page open"}, and saved by itself as soon as it is back`,
    "signed-out": () => "Signed out: sign in again, and this goes on by itself",
    elsewhere: (why) => why,
    refused: (why) => why,
  };
  const CUT = new Set(["offline", "unsaved", "signed-out"]);
  const LOUD = new Set([...CUT, "elsewhere", "refused"]);

  function show(next, about) {
    const line = document.getElementById("safe");
    if (!line) return;
    const words = SAID[next](about);
    line.hidden = false;
    line.dataset.state = next;
    line.querySelector(".safe__said").textContent = words;
    if (next !== state && (LOUD.has(next) || LOUD.has(state) || (next === "kept" && !state))) {
      document.getElementById("safe-said").textContent = words;
    }
    if (next === "kept" || LOUD.has(next)) state = next;
  }

  // Keeping

  function soon() {
    first ||= Date.now();
    window.clearTimeout(waiting);
    waiting = window.setTimeout(keep, Math.max(0, Math.min(PAUSE, first + LONGEST - Date.now())));
  }

  function again(work) {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(work, RETRIES[Math.min(tries, RETRIES.length - 1)]);
    tries += 1;
  }

  function stash() {
    if (!form()) return Promise.resolve(false);
    const body = stamped(new URLSearchParams(typed()), turn + 1);
    body.delete("csrfmiddlewaretoken");
    return store.put(field("form").value, { body: body.toString(), ref: told().ref });
  }

  // An answer that breaks off half-way is none.
  async function ask(address, body, limit = PATIENCE) {
    const headers = { Accept: "application/json, text/html" };
    const answer = await fetch(address, { method: "POST", body, headers, signal: AbortSignal.timeout(limit) });
    const text = await answer.text();
    const json = (answer.headers.get("Content-Type") || "").includes("json") ? JSON.parse(text) : null;
    return { status: answer.status, ok: answer.ok, text, json };
  }

  async function keep() {
    if (keeping || pending || signedOut || !form()) return;
    const text = typed();
    first = 0;
    if (text === kept) return;
    const number = (turn += 1);
    show("keeping");
    keeping = ask(told().keep, stamped(new URLSearchParams(text), number)).then(
      (answer) => answered(answer, text, number),
      () => cut("offline", keep),
    );
    await keeping.finally(() => (keeping = null));
    if (form() && !signedOut && !pending && state === "kept" && changed()) soon();
  }

  async function cut(name, work) {
    show(name, await stash());
    again(work);
  }

  async function answered(answer, text, number) {
    if (!form()) return;
    if (answer.status === 401) {
      askToSignIn(answer.json || {});
      return;
    }
    const said = answer.json || {};
    if (answer.status === 409) {
      show(said.elsewhere ? "elsewhere" : "refused", said.why);
    } else if (!answer.ok || !answer.json) {
      await stash(); // what is not JSON did not come from the site, whatever it says
      show("refused", said.why || `The site could not keep your changes (${answer.status}): they are in this browser`);
      if (answer.ok || answer.status >= 500) again(keep);
    } else {
      kept = text;
      seen = number;
      tries = 0;
      await store.remove(field("form").value);
      show("kept", said.at);
      document.dispatchEvent(new CustomEvent("desk:moved", { detail: said.moved }));
    }
  }

  // Saving, with whatever button

  async function save() {
    if (saving || !pending) return;
    saving = true;
    await send(pending).finally(() => (saving = false));
  }

  async function send(button) {
    window.clearTimeout(waiting);
    show("saving");
    await keeping;
    const text = typed();
    const sent = window.deskBetween.look();
    const number = (turn += 1);
    const body = stamped(new FormData(form()), number);
    body.set(button.name, button.value);
    let answer;
    try {
      answer = await ask(form().action, body, 6 * PATIENCE);
    } catch {
      await cut("unsaved", save);
      return;
    }
    if (answer.status === 401) {
      askToSignIn(answer.json || {});
      return;
    }
    pending = null;
    tries = 0;
    const page = answer.json || answer.status >= 500 || [400, 403, 404, 413].includes(answer.status) ? null : contentOf(answer.text);
    if (answer.json?.address && form() && window.deskBetween.since(sent).length) {
      forget(sent); // more was typed meanwhile: it is saved, too
      pending = button;
      await send(button);
    } else if (answer.json?.address) {
      kept = text;
      await store.remove(field("form").value);
      leaving = true;
      window.location.assign(answer.json.address);
    } else if (page) {
      await store.remove(field("form").value);
      replace(page, window.deskBetween.changes(sent));
    } else {
      await stash();
      show("refused", `The site could not save this (${answer.status}). What you typed is here, and in this browser.`);
    }
  }

  // Files and addresses to cite that were sent with a save are in it, and would make a second source.
  function forget(sent) {
    const since = new Set(window.deskBetween.since(sent));
    for (const one of form().querySelectorAll('input[type="file"], input[name$="-cite-url"]')) if (!since.has(one)) one.value = "";
  }

  const contentOf = (html) => new DOMParser().parseFromString(html, "text/html").getElementById("content");

  // Puts the page that came back in place of this one: what was typed is in it, and kept.
  function replace(page, changes) {
    const content = document.getElementById("content");
    content.replaceChildren(...page.childNodes);
    if (!form()) return; // the incident is not for this person any more, and the page says so
    window.htmx.process(content);
    const address = new URL(form().action, window.location.href);
    if (address.pathname !== window.location.pathname) window.history.replaceState(null, "", address.pathname);
    for (const name of ["htmx:afterSwap", "htmx:afterSettle"]) {
      form().dispatchEvent(new CustomEvent(name, { bubbles: true, detail: { elt: form() } }));
    }
    settle();
    window.deskBetween.bring(changes);
    const summary = content.querySelector(".error-summary");
    (summary || content).focus();
    (summary || content).scrollIntoView({ block: "start" });
  }

  // What the page shows now is kept, or is what is stored.
  function settle() {
    kept = typed();
    turn = Math.max(turn, Number(told().turn));
    seen = turn;
    state = "";
    if (told().kept === "yes") show("kept", told().at || Date.now());
  }

  document.addEventListener("submit", (event) => {
    if (event.target !== form() || event.defaultPrevented) return;
    event.preventDefault();
    const button = event.submitter;
    pending = { name: button?.name || "do", value: button?.value || "save" };
    if (!signedOut) save();
    else if (!dialog().open) dialog().showModal();
  });

  // Signed out. The form and its dialog stand and fall together.

  const dialog = () => document.getElementById("signed-out");
  const isOther = (whose) => Boolean(whose.person) && whose.person !== person;

  function askToSignIn(whose) {
    signedOut = true;
    stash();
    show("signed-out");
    if (!dialog()) return;
    dialog().querySelector(".signed-out__other").hidden = !isOther(whose);
    if (!dialog().open && whose.person !== person) dialog().showModal();
    window.setTimeout(goOn, RETRIES[Math.min(tries, RETRIES.length - 1)]);
    tries += 1;
  }

  async function goOn() {
    if (!signedOut) return;
    let whose;
    try {
      whose = await (await fetch(told().me, { headers: { Accept: "application/json" } })).json();
    } catch {
      window.setTimeout(goOn, RETRIES.at(-1));
      return;
    }
    if (!dialog() || !signedOut) return;
    dialog().querySelector(".signed-out__other").hidden = !isOther(whose);
    if (whose.person !== person) {
      window.clearTimeout(asking);
      asking = window.setTimeout(goOn, RETRIES.at(-1));
      return;
    }
    signedOut = false;
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((one) => (one.value = whose.token));
    if (dialog().open) dialog().close();
    if (pending) save();
    else keep();
  }

  document.addEventListener("click", (event) => {
    if (event.target.matches("#signed-out [data-close]")) dialog().close();
  });
  const channel = new BroadcastChannel("counterclaim-desk");
  channel.addEventListener("message", goOn);
  window.addEventListener("focus", goOn);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && goOn());

  // Rows that are added without leaving the page. What other parts of the page ask the site for keeps nothing.

  const ofTheForm = (event) => event.detail.target?.id === "draft";
  document.addEventListener("htmx:configRequest", (event) => {
    if (!form()?.contains(event.detail.elt) || event.detail.verb !== "post") return;
    const parameters = event.detail.parameters;
    Object.assign(parameters, { turn: (turn += 1), seen, writer });
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([409, 422].includes(event.detail.xhr.status)) event.detail.shouldSwap = true;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (ofTheForm(event) && event.detail.successful && event.detail.requestConfig.verb === "post" && form()) settle();
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (ofTheForm(event) && event.detail.xhr.status === 401) askToSignIn(whoseOf(event.detail.xhr));
  });
  const whoseOf = (xhr) => ((xhr.getResponseHeader("Content-Type") || "").includes("json") ? JSON.parse(xhr.responseText) : {});
  document.addEventListener("htmx:sendError", (event) => ofTheForm(event) && cut("offline", keep));

  // Typing, leaving, and coming back

  function touched() {
    window.clearTimeout(stashing);
    if (!changed()) return;
    if (!LOUD.has(state)) show("changed");
    stashing = window.setTimeout(() => changed() && stash(), STASH);
    if (!pending && !CUT.has(state)) soon();
  }
  for (const name of ["input", "change"]) {
    document.addEventListener(name, (event) => form()?.contains(event.target) && touched());
  }
  window.addEventListener("online", () => (pending ? save() : keep()));
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && form() && (pending || changed() || files())) event.preventDefault();
  });
  window.addEventListener("pagehide", () => {
    if (leaving || signedOut || !form() || !changed()) return;
    navigator.sendBeacon(told().keep, stamped(new URLSearchParams(typed()), (turn += 1)));
  });

  function asItCame(one) {
    if (one instanceof HTMLSelectElement) {
      const usual = [...one.options].findIndex((choice) => choice.defaultSelected);
      return one.selectedIndex === Math.max(usual, 0);
    }
    if (["checkbox", "radio"].includes(one.type)) return one.checked === one.defaultChecked;
    const typedInto = one instanceof HTMLTextAreaElement || (one instanceof HTMLInputElement && !["hidden", "file"].includes(one.type));
    return !typedInto || one.value === one.defaultValue;
  }

  window.addEventListener("pageshow", (event) => {
    leaving = false;
    if (event.persisted) return;
    if ([...form().elements].every((one) => !one.name || asItCame(one))) settle();
    else touched(); // the browser has put back what was typed
  });

  window.deskSafe = { changed: () => Boolean(form()) && (changed() || seen > 0), field, signedOut: () => signedOut, askToSignIn };
})();
