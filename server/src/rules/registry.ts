// Made by scripts/registry.mjs from the files in this folder: do not edit.
import type { AnyRule } from './contexts';

/** Every rule, by family and name. */
export const RULES: readonly AnyRule[] = [];
