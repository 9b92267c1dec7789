import { SQLSTATE } from '../catalog/run';

/** The SQLSTATEs behind the condition names of EXCEPTION WHEN. */
const CONDITIONS: Readonly<Record<string, string>> = {
  duplicate_object: SQLSTATE.duplicateObject,
  duplicate_table: SQLSTATE.duplicateTable,
  duplicate_column: SQLSTATE.duplicateColumn,
  duplicate_function: SQLSTATE.duplicateFunction,
  duplicate_schema: SQLSTATE.duplicateSchema,
  undefined_object: SQLSTATE.undefinedObject,
  undefined_table: SQLSTATE.undefinedTable,
  undefined_column: SQLSTATE.undefinedColumn,
  undefined_function: SQLSTATE.undefinedFunction,
  invalid_schema_name: SQLSTATE.undefinedSchema,
  invalid_table_definition: SQLSTATE.invalidTableDefinition,
  wrong_object_type: SQLSTATE.wrongObjectType,
  dependent_objects_still_exist: SQLSTATE.dependentObjects,
  not_null_violation: SQLSTATE.notNullViolation,
  unique_violation: SQLSTATE.uniqueViolation,
  integrity_constraint_violation: '23000',
  syntax_error_or_access_rule_violation: '42000',
  object_not_in_prerequisite_state: SQLSTATE.objectNotInPrerequisiteState,
  raise_exception: SQLSTATE.raised,
  assert_failure: SQLSTATE.assertFailed,
};

/** Whether a name of EXCEPTION WHEN, or a SQLSTATE there, stands for an error. */
export function catches(condition: string, sqlstate: string | undefined): boolean {
  if (condition === 'others') return sqlstate !== SQLSTATE.assertFailed;
  const caught = CONDITIONS[condition] ?? condition;
  return sqlstate === caught || (caught.endsWith('000') && sqlstate?.slice(0, 2) === caught.slice(0, 2));
}

/** The SQLSTATE that a RAISE gives, by the condition that it names. */
export function sqlstateOf(condition: string | undefined): string {
  return condition === undefined ? SQLSTATE.raised : (CONDITIONS[condition] ?? condition);
}
