/** Marks that would cover others stand a little aside, as on printed maps, until the map is nearer. */
export interface Spot {
  x: number;
  y: number;
}

/** Where a mark belongs, and how far it reaches, in pixels. */
export interface Mark extends Spot {
  reach: number;
}

/** No mark stands farther from its place than that. */
const FARTHEST = 16;
/** In which directions room is looked for, from straight away from what would be covered to either side of it. */
const TURNS = Array.from({ length: 17 }, (_, nth) => ((nth % 2 ? 1 : -1) * Math.ceil(nth / 2) * Math.PI) / 16);

const far = (one: Spot, other: Spot): number => Math.hypot(one.x - other.x, one.y - other.y);

/** By how much each mark is moved: those that come first stay, and one that finds no room close by stays as well. */
export function aside(marks: Mark[]): Spot[] {
  const taken: Mark[] = [];
  const covers = (mark: Mark): Mark | undefined => taken.find((one) => far(one, mark) < one.reach + mark.reach - 0.01);
  return marks.map((mark) => {
    const other = covers(mark);
    const away = other && far(other, mark) ? Math.atan2(mark.y - other.y, mark.x - other.x) : -Math.PI / 2;
    const rooms = other ? TURNS.map((turn): Mark => ({ ...mark, x: other.x + Math.cos(away + turn) * (other.reach + mark.reach), y: other.y + Math.sin(away + turn) * (other.reach + mark.reach) })) : [];
    const stands = rooms.find((room) => far(room, mark) <= FARTHEST && !covers(room)) ?? mark;
    taken.push(stands);
    return { x: stands.x - mark.x, y: stands.y - mark.y };
  });
}
