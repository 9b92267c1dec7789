// Made by scripts/registry.mjs from the files in this folder: do not edit.
import { valid as configurationValid } from './configuration/valid';
import { file as migrationFile } from './migration/file';
import { name as migrationName } from './migration/name';
import { noTokens as phiNoTokens } from './phi/no-tokens';
import { notText as phiNotText } from './phi/not-text';
import { unknownField as phiUnknownField } from './phi/unknown-field';
import { unknownModel as phiUnknownModel } from './phi/unknown-model';
import { unlisted as phiUnlisted } from './phi/unlisted';
import { dateType as prismaDateType } from './prisma/date-type';
import { enumCase as prismaEnumCase } from './prisma/enum-case';
import { foreignKeyIndex as prismaForeignKeyIndex } from './prisma/foreign-key-index';
import { mapName as prismaMapName } from './prisma/map-name';
import { moneyDecimal as prismaMoneyDecimal } from './prisma/money-decimal';
import { nameCase as prismaNameCase } from './prisma/name-case';
import { optionalDefault as prismaOptionalDefault } from './prisma/optional-default';
import { relationName as prismaRelationName } from './prisma/relation-name';
import { softDelete as prismaSoftDelete } from './prisma/soft-delete';
import { stringLength as prismaStringLength } from './prisma/string-length';
import { syntax as prismaSyntax } from './prisma/syntax';
import { timestamps as prismaTimestamps } from './prisma/timestamps';
import { uuidId as prismaUuidId } from './prisma/uuid-id';
import { addColumn as sqlAddColumn } from './sql/add-column';
import { addConstraint as sqlAddConstraint } from './sql/add-constraint';
import { addEnumValue as sqlAddEnumValue } from './sql/add-enum-value';
import { alter as sqlAlter } from './sql/alter';
import { createIndex as sqlCreateIndex } from './sql/create-index';
import { createObject as sqlCreateObject } from './sql/create-object';
import { createTable as sqlCreateTable } from './sql/create-table';
import { createType as sqlCreateType } from './sql/create-type';
import { dataLoss as sqlDataLoss } from './sql/data-loss';
import { drop as sqlDrop } from './sql/drop';
import { enumValueUse as sqlEnumValueUse } from './sql/enum-value-use';
import { foreignKeyIndex as sqlForeignKeyIndex } from './sql/foreign-key-index';
import { guardMismatch as sqlGuardMismatch } from './sql/guard-mismatch';
import { guardSchema as sqlGuardSchema } from './sql/guard-schema';
import { hiddenDrift as sqlHiddenDrift } from './sql/hidden-drift';
import { insert as sqlInsert } from './sql/insert';
import { moneyDecimal as sqlMoneyDecimal } from './sql/money-decimal';
import { rename as sqlRename } from './sql/rename';
import { resumable as sqlResumable } from './sql/resumable';
import { softDelete as sqlSoftDelete } from './sql/soft-delete';
import { stringLength as sqlStringLength } from './sql/string-length';
import { syntax as sqlSyntax } from './sql/syntax';
import { unknown as sqlUnknown } from './sql/unknown';
import { update as sqlUpdate } from './sql/update';
import { uuidKey as sqlUuidKey } from './sql/uuid-key';
import { reason as suppressionReason } from './suppression/reason';
import { unused as suppressionUnused } from './suppression/unused';
import { nPlusOne as typescriptNPlusOne } from './typescript/n-plus-one';
import { rawSql as typescriptRawSql } from './typescript/raw-sql';
import type { AnyRule } from './contexts';

/** Every rule, by family and name. */
export const RULES: readonly AnyRule[] = [
  configurationValid,
  migrationFile,
  migrationName,
  phiNoTokens,
  phiNotText,
  phiUnknownField,
  phiUnknownModel,
  phiUnlisted,
  prismaDateType,
  prismaEnumCase,
  prismaForeignKeyIndex,
  prismaMapName,
  prismaMoneyDecimal,
  prismaNameCase,
  prismaOptionalDefault,
  prismaRelationName,
  prismaSoftDelete,
  prismaStringLength,
  prismaSyntax,
  prismaTimestamps,
  prismaUuidId,
  sqlAddColumn,
  sqlAddConstraint,
  sqlAddEnumValue,
  sqlAlter,
  sqlCreateIndex,
  sqlCreateObject,
  sqlCreateTable,
  sqlCreateType,
  sqlDataLoss,
  sqlDrop,
  sqlEnumValueUse,
  sqlForeignKeyIndex,
  sqlGuardMismatch,
  sqlGuardSchema,
  sqlHiddenDrift,
  sqlInsert,
  sqlMoneyDecimal,
  sqlRename,
  sqlResumable,
  sqlSoftDelete,
  sqlStringLength,
  sqlSyntax,
  sqlUnknown,
  sqlUpdate,
  sqlUuidKey,
  suppressionReason,
  suppressionUnused,
  typescriptNPlusOne,
  typescriptRawSql,
];
