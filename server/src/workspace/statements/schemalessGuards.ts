import type { Node, RangeVar } from '@pgsql/types';
import { keptWithName } from '../../core/kept';
import { innerStatements, walkBlock } from '../../languages/sql/plpgsql/walkBlock';
import type { BlockExpression, BlockStatement, DoBlock, Statement } from '../../languages/sql/syntax';
import { type Condition, conditionOf } from '../../rerun/reading/conditions';
import { nameOfKey, strings } from '../../rerun/reading/names';
import type { Probe } from '../../rerun/reading/probes';
import { walk } from '../../rerun/reading/references';

/** A guard of a DO block that looks for something by its name, in whatever schema. */
export interface SchemalessGuard {
  readonly expression: BlockExpression;
  readonly probe: Probe;
  /** The schema that the guarded statements name; undefined where they name none. */
  readonly schema?: string;
}

/** The guards of a DO statement that name no schema. */
export function schemalessGuards({ syntax }: Statement, searched: string): readonly SchemalessGuard[] {
  return syntax.block ? guardsIn(syntax.block, searched) : [];
}

const guardsIn = keptWithName((block: DoBlock, searched): readonly SchemalessGuard[] => {
  return [...walkBlock(block.statements)].flatMap((guarding) => {
    // What RETURN or a variable guards may stand anywhere behind it.
    const guarded = innerStatements(guarding.kind === 'if' ? [guarding] : block.statements);
    return expressionsOf(guarding).flatMap((expression) => {
      const probes = probesOf(conditionOf(expression.node, searched)).filter(({ anySchema }) => anySchema);
      return probes.map((probe) => {
        const schema = schemaNamed(guarded, probe);
        return { expression, probe, ...(schema === undefined ? {} : { schema }) };
      });
    });
  });
});

function expressionsOf(statement: BlockStatement): readonly BlockExpression[] {
  if (statement.kind === 'if') return statement.branches.flatMap(({ condition }) => condition ?? []);
  if (statement.kind === 'leave') return statement.condition ? [statement.condition] : [];
  return statement.kind === 'assign' ? [statement.expression] : [];
}

function probesOf(condition: Condition): readonly Probe[] {
  if (condition.kind === 'probe') return [condition.probe];
  if (condition.kind === 'not') return probesOf(condition.of);
  return condition.kind === 'and' || condition.kind === 'or' ? condition.of.flatMap(probesOf) : [];
}

/** The schema that one of the statements names together with what a guard looks for. */
function schemaNamed(statements: readonly Statement[], probe: Probe): string | undefined {
  const wanted = subjectOf(probe);
  for (const { syntax } of statements) {
    if (syntax.parse.kind !== 'tree') continue;
    const found = schemaIn(syntax.parse.node, wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}

function schemaIn(node: Node, wanted: string | undefined): string | undefined {
  let found: string | undefined;
  walk(node, (tag, body) => {
    const { relname, schemaname } = body as RangeVar;
    const names = Array.isArray(body) && (tag === 'typeName' || tag === 'domainname') ? strings(body as Node[]) : [];
    if (schemaname !== undefined && (wanted === undefined || relname === wanted)) found ??= schemaname;
    if (names.length > 1 && names.at(-1) === wanted) found ??= names.at(-2);
    return undefined;
  });
  return found;
}

/** The name of the table or type that a guard is about; undefined for a constraint of any table. */
function subjectOf(probe: Probe): string | undefined {
  switch (probe.kind) {
    case 'relation':
    case 'type':
      return nameOfKey(probe.key);
    case 'column':
      return nameOfKey(probe.table);
    case 'label':
      return probe.type === undefined ? undefined : nameOfKey(probe.type);
    case 'constraint':
    case 'member':
      return probe.table === undefined ? undefined : nameOfKey(probe.table);
    default:
      return undefined;
  }
}
