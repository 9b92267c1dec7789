import type { Repair } from '../../core/finding';
import { isWord } from '../../languages/sql/layout';
import type { SqlDocument, Statement } from '../../languages/sql/syntax';
import { tokenize } from '../../languages/sql/tokens';
import type { Evidence } from '../../rerun/catalog/evidence';
import type { Group } from '../../rerun/groups';
import { statementsOf } from '../../rerun/reading/blockStatements';
import {
  columnExists,
  columnTypeDiffers,
  hasLabel,
  namedBy,
  not,
  relationExists,
  relationMissing,
  typeExists,
  typeExistsHere,
} from './conditions';
import { dedented, doBlock, guarded } from './doBlock';
import { styleAt } from './style';

/** The statements of a group in one DO block, under the fact that tells whether they have run. */
export function groupRepair(document: SqlDocument, group: Group): Repair {
  const statements = document.statements.slice(group.first, group.last + 1);
  const from = statements[0]!;
  const to = statements.at(-1)!;
  const style = styleAt(document.text, from.start, from.syntax.text);
  const written = performed(document, group, from.start, to.end);
  const block = doBlock(
    [{ statement: dedented(written, style.indent), condition: conditionOf(group.evidence) }],
    style,
  );
  return {
    title: group.first === group.last ? 'Guard with a DO block' : 'Guard what belongs together with one DO block',
    safe: true,
    edits: [{ start: from.start, end: to.end, text: to.semicolon === undefined ? `${block};` : block }],
  };
}

/** The statements of a group within a DO block, under the fact that tells whether they have run. */
export function innerGroupRepair({ text }: SqlDocument, block: Statement, group: Group): Repair {
  const statements = statementsOf(block).slice(group.first, group.last + 1);
  const start = block.start + statements[0]!.start;
  const end = block.start + statements.at(-1)!.end;
  const style = styleAt(text, start, statements[0]!.syntax.text);
  const written = guarded(
    { statement: dedented(text.slice(start, end), style.indent), condition: conditionOf(group.evidence) },
    style,
  );
  // The last statement's own semicolon stands behind its span.
  const semicolon = /^\s*;/.exec(text.slice(end))?.[0].length ?? 0;
  return {
    title: group.first === group.last ? 'Guard with IF' : 'Guard what belongs together with one IF',
    safe: true,
    edits: [{ start, end: end + semicolon, text: written }],
  };
}

/** The text of the statements; plpgsql wants PERFORM for a SELECT whose rows nobody takes, and takes no empty statement. */
function performed({ text, statements }: SqlDocument, { first, last }: Group, start: number, end: number): string {
  let result = '';
  let at = start;
  let behind = start;
  for (const statement of statements.slice(first, last + 1)) {
    const { parse, tokens } = statement.syntax;
    for (const empty of tokenize(text, behind, statement.start)) {
      result += text.slice(at, empty.start).replace(/[ \t]+$/, '');
      at = empty.end;
    }
    behind = (statement.semicolon ?? statement.end - 1) + 1;
    if (parse.kind !== 'tree' || !('SelectStmt' in parse.node) || !isWord(tokens[0], 'select')) continue;
    const word = text.slice(statement.start, statement.start + 6);
    result += text.slice(at, statement.start) + (word === word.toLowerCase() ? 'perform' : 'PERFORM');
    at = statement.start + 6;
  }
  return result + text.slice(at, end);
}

function conditionOf(evidence: Evidence): readonly string[] {
  const name = namedBy(evidence.key);
  switch (evidence.kind) {
    case 'relation missing':
      return [relationMissing(name)];
    case 'relation there':
      return [relationExists(name)];
    case 'column missing':
      return not(columnExists(name, evidence.column));
    case 'column there':
      return columnExists(name, evidence.column);
    case 'other column type':
      return [columnTypeDiffers(name, evidence.column, evidence.type)];
    case 'type missing':
      return not(typeExistsHere(name));
    case 'type there':
      return [typeExists(name)];
    case 'label missing':
      return not(hasLabel(name, evidence.label));
    case 'label there':
      return [hasLabel(name, evidence.label)];
  }
}
