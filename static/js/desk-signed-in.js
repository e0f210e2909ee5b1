// Tells the window that waits for this sign-in that it is done.
"use strict";

(() => {
  const person = document.querySelector("[data-signed-in]")?.dataset.signedIn;
  new BroadcastChannel("counterclaim-desk").postMessage({ signedIn: person });
})();
