// Choosing a place: from wide to narrow, as far down as there is one.

import { get } from "./api.js";
import { choice } from "./choosing.js";
import { complain, make } from "./elements.js";

/** One of these regions; of several none is chosen for anybody. */
export function regionChoice(words, regions, onchange = null) {
  const named = regions.map((one) => [one.id, one.name]);
  const options = named.length > 1 ? [["", "请选"], ...named] : named;
  return choice(words, options, "", onchange, { required: true });
}

/** One of these regions or, where `deeper`, one below it; `value()` is the id of the narrowest. */
export function placeChoice(regions, deeper) {
  const labels = make("div", { class: "choices" });
  const asked = [];
  const names = new Map(regions.map((one) => [one.id, one.name]));
  const ask = (one) => {
    asked.push(one);
    labels.append(one.label);
  };
  const below = async (depth) => {
    for (const one of asked.splice(depth + 1)) one.label.remove();
    const chosen = asked[depth].value();
    if (!deeper || !chosen) return;
    const { items } = await get(`/regions?parent=${chosen}`);
    const overtaken = asked[depth]?.value() !== chosen || asked.length > depth + 1;
    if (overtaken || !items.length) return;
    for (const one of items) names.set(one.id, one.name);
    const options = [["", `整个${names.get(chosen)}`], ...items.map((one) => [one.id, one.name])];
    ask(choice("再往下", options, "", narrow(depth + 1)));
  };
  const narrow = (depth) => () => below(depth).catch((error) => complain(error.message));
  ask(regionChoice("地方", regions, narrow(0)));
  narrow(0)();
  return { labels, value: () => asked.map((one) => one.value()).filter(Boolean).pop() };
}
