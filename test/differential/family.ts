import type { Pen } from './pen';
import type { World } from './world';

/** Writes a statement, or a few that belong together, about what is there; undefined when nothing fits. */
export type Writer = (pen: Pen, world: World) => string | undefined;

/** Ways of writing, each with how often it comes. */
export type Family = readonly (readonly [weight: number, write: Writer])[];
