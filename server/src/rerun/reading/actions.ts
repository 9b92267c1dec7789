import type { Node } from '@pgsql/types';

/** What a statement, or one action of it, sets out to do: decides which rule speaks and which repair fits. */
export type ActionKind =
  | 'add-column'
  | 'create-table'
  | 'create-index'
  | 'create-type'
  | 'add-enum-value'
  | 'add-constraint'
  | 'create-object'
  | 'drop'
  | 'rename'
  | 'alter'
  | 'insert'
  | 'update';

/** The action of one part of a statement. */
export function actionOf(node: Node, part: number): ActionKind {
  if ('AlterTableStmt' in node) {
    const command = node.AlterTableStmt.cmds?.[part];
    switch (command && 'AlterTableCmd' in command ? command.AlterTableCmd.subtype : undefined) {
      case 'AT_AddColumn':
        return 'add-column';
      case 'AT_AddConstraint':
        return 'add-constraint';
      case 'AT_DropColumn':
      case 'AT_DropConstraint':
        return 'drop';
      default:
        return 'alter';
    }
  }
  if ('AlterEnumStmt' in node) return node.AlterEnumStmt.oldVal === undefined ? 'add-enum-value' : 'rename';
  if ('CreateTableAsStmt' in node)
    return node.CreateTableAsStmt.objtype === 'OBJECT_MATVIEW' ? 'create-object' : 'create-table';
  if ('SelectStmt' in node) return node.SelectStmt.intoClause ? 'create-table' : 'update';
  return BY_TAG[Object.keys(node)[0] ?? ''] ?? 'alter';
}

const BY_TAG: Readonly<Record<string, ActionKind>> = {
  CreateStmt: 'create-table',
  IndexStmt: 'create-index',
  CreateEnumStmt: 'create-type',
  CompositeTypeStmt: 'create-type',
  CreateDomainStmt: 'create-type',
  CreateRangeStmt: 'create-type',
  DropStmt: 'drop',
  DropRoleStmt: 'drop',
  RenameStmt: 'rename',
  InsertStmt: 'insert',
  CopyStmt: 'insert',
  UpdateStmt: 'update',
  CallStmt: 'update',
  DeleteStmt: 'update',
  MergeStmt: 'update',
  TruncateStmt: 'update',
  CreateSeqStmt: 'create-object',
  ViewStmt: 'create-object',
  CreateSchemaStmt: 'create-object',
  CreateExtensionStmt: 'create-object',
  CreateFunctionStmt: 'create-object',
  DefineStmt: 'create-object',
  CreateTrigStmt: 'create-object',
  CreatePolicyStmt: 'create-object',
  RuleStmt: 'create-object',
  CreateEventTrigStmt: 'create-object',
  CreateRoleStmt: 'create-object',
  CreatePublicationStmt: 'create-object',
  CreateSubscriptionStmt: 'create-object',
  CreateStatsStmt: 'create-object',
  CreateCastStmt: 'create-object',
  CreatePLangStmt: 'create-object',
  CreateFdwStmt: 'create-object',
  CreateForeignServerStmt: 'create-object',
  CreateForeignTableStmt: 'create-object',
  CreateUserMappingStmt: 'create-object',
};
