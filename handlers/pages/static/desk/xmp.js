// XMP: what Immich, digiKam and others write beside a photo (ISO 16684-1), in any of RDF's spellings.

import { day, words } from "./wording.js";

const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const DC = "http://purl.org/dc/elements/1.1/";
const DATES = [
  ["http://ns.adobe.com/exif/1.0/", "DateTimeOriginal"],
  ["http://ns.adobe.com/photoshop/1.0/", "DateCreated"],
  ["http://ns.adobe.com/xap/1.0/", "CreateDate"],
];
const MOST_CAPTION = 500;

/** `{kind: "photo", title: "", taken, caption}`, or `{kind: "unreadable"}`. */
export function readXmp(text) {
  // no XMP has a DTD: whoever brings entities along means ill
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return { kind: "unreadable" };
  const parsed = new DOMParser().parseFromString(text, "application/xml");
  if (parsed.querySelector("parsererror")) return { kind: "unreadable" };
  const about = [...parsed.getElementsByTagNameNS(RDF, "Description")];
  if (!about.length) return { kind: "unreadable" };
  const dates = DATES.map(([space, name]) => day(written(valueOf(about, space, name))));
  const caption = words(valueOf(about, DC, "description"), MOST_CAPTION);
  return { kind: "photo", title: "", taken: dates.find(Boolean) ?? "", caption };
}

/** As an attribute, as an element, or as one with alternatives by language: the default one. */
function valueOf(about, space, name) {
  for (const one of about) {
    if (one.hasAttributeNS(space, name)) return one.getAttributeNS(space, name);
    const inner = [...one.children].find((child) => isNamed(child, space, name));
    if (!inner) continue;
    const items = [...inner.getElementsByTagNameNS(RDF, "li")];
    const usual = items.find((item) => item.getAttribute("xml:lang") === "x-default");
    return (usual ?? items[0] ?? inner).textContent;
  }
  return "";
}

const isNamed = (element, space, name) =>
  element.namespaceURI === space && element.localName === name;

/** Some write dates as cameras do: `2018:05:01 10:00:00`. */
const written = (date) => date.trim().replace(/^(\d{4}):(\d\d):(\d\d)/, "$1-$2-$3");
