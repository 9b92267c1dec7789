import type { Node } from '@babel/types';
import { type Edit, replacement } from '../../core/edit';
import type { Repair } from '../../core/finding';
import { isConstant } from '../../languages/typescript/constants';
import { type BuiltSql, TAGGED_FORM } from '../../languages/typescript/rawSql';
import { operands, runtimeParts } from '../../languages/typescript/runtimeText';
import { type Piece, type Place, sqlPlaces } from '../../languages/typescript/sqlPlaces';
import { bare, methodCall, type SourceTree, spanOf } from '../../languages/typescript/tree';
import { importPrisma } from './importPrisma';

/**
 * Turns a call that runs a built text into a tagged template, which passes what is put in as parameters.
 * @returns a safe repair when everything stands where a value can; a suggestion with `Prisma.raw` where names are put in;
 * undefined where the text cannot be taken apart.
 */
export function useTaggedTemplate(tree: SourceTree, built: BuiltSql): Repair | undefined {
  if (built.call.type !== 'CallExpression' || built.call.callee.type !== 'MemberExpression') return undefined;
  const sql = bare(built.sql);
  return sql.type === 'Identifier' ? retagDeclaration(tree, built, sql) : retagCall(tree, built, sql);
}

/** `db.$queryRawUnsafe(`…`)` becomes `db.$queryRaw`…``, `Prisma.raw(`…`)` becomes `Prisma.sql`…``. */
function retagCall(tree: SourceTree, built: BuiltSql, sql: Node): Repair | undefined {
  const { call } = built;
  const template = templateOf(tree, sql, call.arguments.slice(1));
  if (!template || hasComment(tree, call, sql)) return undefined;
  const tagged = TAGGED_FORM[built.method];
  // `Prisma.raw(column)` is the right word for a name: nothing but a list of allowed names makes it safe.
  if (built.method === 'raw' && template.names.length > 0) return undefined;
  const from = spanOf(call.typeParameters ?? call.callee).end;
  return repairOf(tree, template, tagged ?? 'Prisma.sql', tagged === undefined, [
    replacement(built.span, tagged ?? 'Prisma.sql'),
    replacement({ start: from, end: spanOf(call).end }, template.text),
  ]);
}

/** `const sql = `…`; db.$queryRawUnsafe(sql)` becomes `const sql = Prisma.sql`…`; db.$queryRaw(sql)`. */
function retagDeclaration(tree: SourceTree, built: BuiltSql, sql: Node): Repair | undefined {
  const binding = sql.type === 'Identifier' ? tree.bindingOf(sql) : undefined;
  const declaration = binding?.declaration;
  if (binding?.kind !== 'const' || declaration?.type !== 'VariableDeclarator' || !declaration.init) return undefined;
  const typed = declaration.id.type !== 'Identifier' || declaration.id.typeAnnotation;
  if (typed || tree.referencesTo(binding).length !== 1 || built.call.arguments.length !== 1) return undefined;
  const template = templateOf(tree, bare(declaration.init), []);
  const tagged = TAGGED_FORM[built.method];
  if (!template || !tagged || hasComment(tree, declaration.init, bare(declaration.init))) return undefined;
  return repairOf(tree, template, tagged, true, [
    replacement(spanOf(declaration.init), `Prisma.sql${template.text}`),
    replacement(built.span, tagged),
  ]);
}

function repairOf(
  tree: SourceTree,
  template: Template,
  form: string,
  namesPrisma: boolean,
  edits: readonly Edit[],
): Repair | undefined {
  const imported = namesPrisma || template.needsPrisma ? importPrisma(tree) : { edits: [], sure: true };
  if (!imported) return undefined;
  const names = template.names.map((name) => `\`${name}\``).join(', ');
  return {
    title: names
      ? `Use \`${form}\` and check ${names} against a list of allowed names`
      : `Use the tagged template \`${form}\``,
    safe: names === '' && template.sure && imported.sure,
    edits: [...imported.edits, ...edits],
  };
}

interface Template {
  /** With its backticks. */
  readonly text: string;
  /** What is put in as a name. */
  readonly names: readonly string[];
  readonly needsPrisma: boolean;
  readonly sure: boolean;
}

function templateOf(tree: SourceTree, sql: Node, values: readonly Node[]): Template | undefined {
  const parts: Node[] = [];
  const pieces = piecesOf(sql, parts);
  if (!pieces || values.some((value) => value.type === 'SpreadElement')) return undefined;
  const places = sqlPlaces(pieces);
  const words = places.map((place) => wordsOf(tree, place, parts, values));
  if (words.includes(undefined)) return undefined;
  const named = places.flatMap((place) => (place.kind === 'name' ? [parts[place.part]!] : []));
  // What is itself built at run time would only move the breach into Prisma.raw.
  if (named.some((part) => runtimeParts(tree, part).length > 0)) return undefined;
  return {
    text: `\`${words.join('').replaceAll('\n', tree.lineEnd)}\``,
    names: named.filter((part) => !isConstant(tree, part)).map((part) => tree.textOf(part)),
    needsPrisma: named.length > 0 || places.some((place) => place.kind === 'list'),
    sure: places.every((place) => place.kind !== 'list' || joined(parts[place.part]!)),
  };
}

/** The words of an expression and what is put between them; undefined for calls and conditions. */
function piecesOf(sql: Node, parts: Node[]): Piece[] | undefined {
  if (sql.type === 'StringLiteral') return [{ text: sql.value }];
  if (sql.type === 'TemplateLiteral')
    return sql.quasis.flatMap((quasi, index): Piece[] => {
      const text = { text: quasi.value.cooked ?? quasi.value.raw };
      const part = sql.expressions[index];
      return part ? [text, { part: parts.push(bare(part)) - 1 }] : [text];
    });
  if (sql.type !== 'BinaryExpression') return undefined;
  return operands(sql).flatMap((operand): Piece[] => {
    const literal = bare(operand);
    const text =
      literal.type === 'StringLiteral' || literal.type === 'TemplateLiteral' ? piecesOf(literal, parts) : undefined;
    return text ?? [{ part: parts.push(literal) - 1 }];
  });
}

function wordsOf(tree: SourceTree, place: Place, parts: readonly Node[], values: readonly Node[]): string | undefined {
  const code = (part: number) => tree.textOf(parts[part]!);
  switch (place.kind) {
    case 'text':
      return withValues(tree, place.text, values);
    case 'value':
      return `\${${valueCode(tree, parts[place.part]!)}}`;
    case 'name':
      return `\${Prisma.raw(${code(place.part)})}`;
    case 'list':
      return `\${Prisma.join(${tree.textOf(joined(parts[place.part]!) ?? parts[place.part]!)})}`;
    case 'string':
      return `\${\`${place.pieces.map((piece) => ('text' in piece ? escaped(piece.text) : `\${${code(piece.part)}}`)).join('')}\`}`;
  }
}

/** A moment is passed as a Date, which compares with a timestamp; its ISO text would be compared as text. */
function valueCode(tree: SourceTree, part: Node): string {
  const method = methodCall(part);
  return tree.textOf(method?.name === 'toISOString' ? method.object : part);
}

/** `$1`, `$2` … become the values that the call passed for them. */
function withValues(tree: SourceTree, text: string, values: readonly Node[]): string | undefined {
  let known = true;
  const filled = escaped(text).replace(/\$(\d+)/g, (whole, number: string) => {
    const value = values[Number(number) - 1];
    if (!value) known = false;
    return value ? `\${${tree.textOf(value)}}` : whole;
  });
  return known ? filled : undefined;
}

/** The list that `list.join(',')` joins, also through ``list.map((id) => `'${id}'`)``. */
function joined(part: Node): Node | undefined {
  const method = methodCall(part);
  if (method?.name !== 'join') return undefined;
  const quoting = methodCall(bare(method.object));
  const callback = quoting?.name === 'map' ? quoting.arguments[0] : undefined;
  if (callback?.type !== 'ArrowFunctionExpression' || callback.body.type !== 'TemplateLiteral') return method.object;
  const { quasis, expressions } = callback.body;
  const quoted = expressions.length === 1 && quasis.every((quasi) => quasi.value.raw === "'");
  return quoted && expressions[0]!.type === 'Identifier' ? quoting!.object : method.object;
}

function escaped(text: string): string {
  return text.replace(/\\|`|\$(?=\{)/g, '\\$&');
}

/** A comment beside the text would be lost. */
function hasComment(tree: SourceTree, whole: Node, sql: Node): boolean {
  const outer = spanOf(whole);
  const inner = spanOf(sql);
  return (tree.file.comments ?? []).some(({ start = 0, end = 0 }) => {
    const within = outer.start <= start && end <= outer.end;
    return within && !(sql.type === 'TemplateLiteral' && inner.start < start && end < inner.end);
  });
}
