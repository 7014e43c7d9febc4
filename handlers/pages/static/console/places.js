// Places: where an office holds, and right below that.

import { get } from "./api.js";

/** Every region of these offices, each before those right below it; none comes twice. */
export async function placesOf(offices) {
  const found = new Map();
  for (const { place } of offices) {
    const { items } = await get(`/regions?parent=${place.id}`);
    for (const region of [place, ...items]) found.set(region.id, region);
  }
  return [...found.values()];
}
