// Safely: what a press did not bring about is said at the top, and the page goes on.

import { complain } from "./elements.js";

/** Whether it went well; `anew` draws what somebody else has decided or taken away meanwhile. */
export async function safely(act, anew = null) {
  complain("");
  try {
    await act();
    return true;
  } catch (error) {
    complain(error.message);
    if (anew && (error.status === 404 || error.status === 409)) await anew().catch(() => null);
    return false;
  }
}
