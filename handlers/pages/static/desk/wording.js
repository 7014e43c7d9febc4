// Wording: texts out of foreign files, as the service can keep them.

/** At most so many characters, without those that cannot be stored; "" for what is no text. */
export function words(text, most) {
  if (typeof text !== "string") return "";
  const clean = text.replace(/\r\n?/g, "\n").replace(/\p{Cs}|[^\P{Cc}\n\t]/gu, "");
  return [...clean.trim()].slice(0, most).join("").trim();
}

/** A day, a month or a year at the beginning of an ISO 8601 date: "" if there was none such. */
export function day(text) {
  const [found, year, , month = "01", date = "01"] =
    /^(\d{4})(-(\d\d)(?:-(\d\d))?)?(?!\d)/.exec(text) ?? [];
  if (!found) return "";
  const there = new Date(`${year}-${month}-${date}T00:00:00Z`);
  const same = !Number.isNaN(there.getTime()) && there.toISOString().startsWith(`${year}-${month}-${date}`);
  return same ? found : "";
}
