// What the bundles take in place of some packages, and why.
import { fileURLToPath } from 'node:url';

const script = (name) => fileURLToPath(new URL(name, import.meta.url));

export const bundleAliases = {
  // Its default build loads its own files by names that a bundler cannot follow.
  'jsonc-parser': 'jsonc-parser/lib/esm/main.js',
  // It takes as long to load as a schema takes to read: only when one is read.
  '@mrleebo/prisma-ast': script('lazy-prisma-ast.cjs'),
  '@babel/parser': script('lazy-babel-parser.cjs'),
  // With it, prisma-ast would search the working directory for a configuration and run it.
  lilconfig: script('lilconfig-stub.js'),
};
