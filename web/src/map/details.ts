/** What stands beside the map: a place with its holders, or events, each with who says so. */
import { chip, h, link } from "../dom.ts";
import type { Sides } from "../sides.ts";
import { voicesOf } from "../voices.ts";
import type { Held } from "./places.ts";
import { deathsOf, whenOf } from "../words.ts";
import type { Happening, Holding } from "./records.ts";

function holding(one: Holding, sides: Sides): HTMLElement {
  if (!one.holder) return h("section", {}, h("p", {}, "No evidence of who held it, which is not a no."));
  const share = one.extents.filter((extent) => extent !== "full");
  return h(
    "section",
    {},
    h("h3", {}, chip(sides.of(one.holder.id)), link(one.holder)),
    h(
      "p",
      {},
      h("strong", { class: one.answer }, one.answer),
      `, ${[one.standing === "contested" ? "contested" : null, share.length ? `${share.join(", ")} of it` : null, whenOf(one), one.status?.name].filter(Boolean).join("; ")}`,
    ),
    voicesOf(one.voices),
    one.situation ? h("p", {}, link({ id: `${one.situation.id}/evidence?format=html` }, "All the evidence")) : null,
  );
}

/** The card of a place. */
export function placeCard(held: Held, sides: Sides): Node[] {
  return [h("h2", {}, link(held)), ...(held.contested ? [h("p", { class: "possibly" }, "Contested: more than one party held a part, or none all of it.")] : []), ...held.holdings.map((one) => holding(one, sides))];
}

function happened(one: Happening): HTMLElement {
  const types = one.types.map(({ name }) => name).join(", ");
  return h(
    "section",
    {},
    h("h3", {}, link(one.event)),
    h("p", {}, h("strong", { class: one.answer }, one.answer), `, ${[types, whenOf(one), deathsOf(one), one.status?.name].filter(Boolean).join("; ")}`),
    one.source ? h("p", {}, h("small", {}, "a row of ", link(one.source))) : null,
    voicesOf(one.voices),
  );
}

/** Events, one after another. */
export const eventCards = (title: string, happenings: Happening[]): Node[] => [h("h2", {}, title), ...happenings.map(happened)];
