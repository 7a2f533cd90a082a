/** Colours of actors, the same in every view: the actors that hold or do most get one of their own. */
import { address, ask, ownPath, records, type Thing } from "./ask.ts";

/** Paul Tol's bright and muted schemes (https://personal.sron.nl/~pault/), told apart by readers with any colour vision. */
const PALETTE = ["#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#ee7733", "#332288", "#44aa99", "#882255", "#999933", "#0077bb"];
export const OTHER = "#8a9199";

export class Sides {
  readonly #colours = new Map<string, string>();

  constructor(ids: Iterable<string>) {
    for (const id of ids) if (!this.#colours.has(id)) this.#colours.set(id, PALETTE[this.#colours.size] ?? OTHER);
  }

  of(id: string | null | undefined): string {
    return (id && this.#colours.get(id)) || OTHER;
  }
}

/** Holders first, by how many places they ever held, then whoever took part in most events: whatever the window. */
export async function sides(): Promise<Sides> {
  const [{ records: held }, { rows }] = await Promise.all([
    records<{ holder: Thing | null }>(address("/control", { fields: "holder,place", limit: 500 })),
    ask<{ rows: { actor: string | null }[] }>(address("/events/counts", { by: "actor", order: "events", limit: 40 })),
  ]);
  const often = new Map<string, number>();
  for (const { holder } of held) if (holder) often.set(holder.id, (often.get(holder.id) ?? 0) + 1);
  const first = [...often].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([id]) => id);
  return new Sides([...first, ...rows.flatMap(({ actor }) => (actor ? [ownPath(actor)] : []))]);
}
