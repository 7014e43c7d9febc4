// Attending: what the console asks again by itself, for as long as somebody sits before it.
//
// Every request counts as a use of the session. Asked for ever, a desk that its owner has left would
// never be signed out (after an hour unused), with other families' matters open on it.

const LEFT_AFTER = 5 * 60_000;

let attended = Date.now();

for (const sign of ["pointermove", "pointerdown", "wheel", "keydown"]) {
  window.addEventListener(sign, () => (attended = Date.now()), { capture: true, passive: true });
}

/** Do `act` each so many milliseconds while somebody is there; returns what ends it. */
export function whileAttended(milliseconds, act) {
  const timer = setInterval(() => {
    if (!document.hidden && Date.now() - attended < LEFT_AFTER) act();
  }, milliseconds);
  return () => clearInterval(timer);
}
