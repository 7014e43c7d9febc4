// Asking once more before what cannot be taken back.

import { button, make, show } from "./elements.js";

/** Instead of the buttons at `acts`: what will happen, and a yes. `act` says whether it was done. */
export function askAgain(acts, words, yes, act) {
  const before = [...acts.childNodes];
  const pressed = document.activeElement;
  const back = () => {
    show(acts, ...before);
    pressed.focus();
  };
  const sure = button(
    yes,
    async () => {
      sure.disabled = true;
      if (!(await act())) back();
    },
    "main",
  );
  show(acts, make("p", {}, words), sure, button("再想想", back));
  sure.focus();
}
