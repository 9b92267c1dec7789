// Stands in for lilconfig, with which prisma-ast would search the working directory for `prisma-ast.config.js` and run it.
export const lilconfigSync = () => ({ search: () => null });
