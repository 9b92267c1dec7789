// Loads prisma-ast when a Prisma schema is first read, not when the program starts: it takes as long as reading the schema.
let library;
exports.getSchema = (text) => {
  library ??= require('../node_modules/@mrleebo/prisma-ast/dist/prisma-ast.esm.js');
  return library.getSchema(text);
};
