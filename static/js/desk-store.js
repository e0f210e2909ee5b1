// What the browser keeps of a form while the site can't be reached: one entry for each person and form, locked up with
// a key that only that person's own pages get. Without the key (another account, or plain HTTP) nothing is read or kept.
"use strict";

(() => {
  const PREFIX = "counterclaim-desk:";
  const KEPT_FOR = 30 * 24 * 3600 * 1000;
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const coded = (data) => btoa(Array.from(new Uint8Array(data), (one) => String.fromCharCode(one)).join(""));
  const decoded = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));

  // A browser may refuse its storage altogether: then there is none.
  const named = (person) => {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(`${PREFIX}${person}:`));
    } catch {
      return [];
    }
  };

  class Store {
    constructor(person, key) {
      this.person = person;
      this.key = window.crypto.subtle
        ? window.crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["encrypt", "decrypt"])
        : null;
      this.key?.catch(() => {}); // it is told where the key is used
      this.last = Promise.resolve(false);
    }

    // Writes follow each other, so that a removal is never overtaken by what it removes.
    after(work) {
      this.last = this.last.then(work, work).catch(() => false);
      return this.last;
    }

    put(form, entry) {
      return this.after(async () => {
        if (!this.key) return false;
        const iv = window.crypto.getRandomValues(new Uint8Array(12));
        const text = new TextEncoder().encode(JSON.stringify(entry));
        const box = await window.crypto.subtle.encrypt({ name: "AES-GCM", iv }, await this.key, text);
        localStorage.setItem(`${PREFIX}${this.person}:${form}`, JSON.stringify({ at: Date.now(), iv: coded(iv), box: coded(box) }));
        return true;
      });
    }

    remove(form) {
      return this.after(async () => localStorage.removeItem(`${PREFIX}${this.person}:${form}`));
    }

    // What earlier pages of this person left behind, oldest first; what can't be read any more goes.
    left() {
      return this.after(async () => {
        const found = [];
        for (const name of named(this.person)) {
          try {
            const { at, iv, box } = JSON.parse(localStorage.getItem(name));
            if (Date.now() - at > KEPT_FOR) throw new Error("past its time");
            const text = await window.crypto.subtle.decrypt({ name: "AES-GCM", iv: decoded(iv) }, await this.key, decoded(box));
            found.push({ form: name.slice(`${PREFIX}${this.person}:`.length), at, ...JSON.parse(new TextDecoder().decode(text)) });
          } catch {
            localStorage.removeItem(name);
          }
        }
        return found.sort((one, other) => one.at - other.at);
      });
    }
  }

  window.deskStore = {
    open: (person, key) => new Store(person, key),
    count: (person) => named(person).length,
    wipe: (person) => named(person).forEach((name) => localStorage.removeItem(name)),
  };
})();
