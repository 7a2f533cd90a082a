/** The part of d3-force-3d (https://github.com/vasturiano/d3-force-3d) that is used here; it comes without types. */
declare module "d3-force-3d" {
  export interface Body {
    x: number;
    y: number;
    vx: number;
    vy: number;
  }
  export interface Force {
    (alpha: number): void;
    initialize(bodies: Body[]): void;
  }
  interface Links extends Force {
    distance(pixels: number): Links;
  }
  interface Charge extends Force {
    strength(of: number): Charge;
  }
  export interface Simulation {
    stop(): Simulation;
    tick(steps?: number): Simulation;
    force(name: string, force: Force | null): Simulation;
    velocityDecay(part: number): Simulation;
    nodes(): Body[];
  }
  export function forceSimulation(bodies: Partial<Body & { fx: number; fy: number }>[]): Simulation;
  export function forceLink(ties: { source: number; target: number }[]): Links;
  export function forceManyBody(): Charge;
}
