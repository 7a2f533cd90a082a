/** Where the nodes of a graph are drawn: what is joined pulls together, all else keeps apart (Fruchterman and Reingold 1991). */
export interface Body {
  x: number;
  y: number;
  /** How many links it has. */
  links: number;
}

const TURNS = 300;
const LENGTH = 70;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));
/** The pull to the middle along the longer side, and along the shorter. */
const [LONGER, SHORTER] = [0.45, 1.1];

/** Move nodes until they are at rest; the same graph always comes out the same. */
export function layOut(nodes: Body[], links: [Body, Body][], wide: boolean): void {
  nodes.forEach((node, at) => {
    const away = LENGTH * 0.6 * Math.sqrt(at + 0.5); // a sunflower's spiral: no two in one spot
    node.x = Math.cos(at * GOLDEN) * away;
    node.y = Math.sin(at * GOLDEN) * away;
  });
  const turns = Math.max(60, Math.min(TURNS, Math.round(20_000_000 / (nodes.length ** 2 + 1))));
  const at = new Map(nodes.map((node, nth) => [node, nth]));
  const pairs = links.map(([one, other]) => [at.get(one)!, at.get(other)!] as const);
  for (let turn = 0; turn < turns; turn += 1) step(nodes, pairs, wide, LENGTH * (1 - turn / turns) + 0.5);
}

/** One turn, in which no node moves farther than allowed. */
function step(nodes: Body[], pairs: (readonly [number, number])[], wide: boolean, most: number): void {
  const moves = nodes.map(({ x, y }) => ({ x: -x * (wide ? LONGER : SHORTER), y: -y * (wide ? SHORTER : LONGER) }));
  const push = (one: number, other: number, force: (far: number) => number): void => {
    const [dx, dy] = [nodes[one]!.x - nodes[other]!.x, nodes[one]!.y - nodes[other]!.y];
    const far = Math.max(Math.hypot(dx, dy), 0.01);
    const [x, y] = [(dx / far) * force(far), (dy / far) * force(far)];
    moves[one]!.x += x;
    moves[one]!.y += y;
    moves[other]!.x -= x;
    moves[other]!.y -= y;
  };
  for (let one = 0; one < nodes.length; one += 1) for (let other = one + 1; other < nodes.length; other += 1) push(one, other, (far) => LENGTH ** 2 / far);
  for (const [one, other] of pairs) if (one !== other) push(one, other, (far) => -(far ** 2) / LENGTH);
  nodes.forEach((node, nth) => {
    const { x, y } = moves[nth]!;
    const length = Math.max(Math.hypot(x, y), 0.01);
    node.x += (x / length) * Math.min(length, most);
    node.y += (y / length) * Math.min(length, most);
  });
}
