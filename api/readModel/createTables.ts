/** SQL that makes the tables of the read model, emitted from their drizzle declarations. */
import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core';

const quoted = (name: string): string => `"${name}"`;
const listed = (columns: readonly unknown[]): string =>
  columns.map((column) => quoted((column as { name: string }).name)).join(', ');

const statementsOf = (table: SQLiteTable): string[] => {
  const { name, columns, indexes, primaryKeys } = getTableConfig(table);
  const lines = columns.map(
    (column) =>
      `${quoted(column.name)} ${column.getSQLType()}${column.primary ? ' PRIMARY KEY' : ''}${column.notNull ? ' NOT NULL' : ''}`,
  );
  for (const key of primaryKeys) lines.push(`PRIMARY KEY (${listed(key.columns)})`);
  // A composite key is the table itself: rows of one key stand together and need no second tree.
  const without = primaryKeys.length > 0 ? ' WITHOUT ROWID' : '';
  return [
    `CREATE TABLE ${quoted(name)} (${lines.join(', ')})${without}`,
    ...indexes.map(
      ({ config }) =>
        `CREATE ${config.unique ? 'UNIQUE ' : ''}INDEX ${quoted(config.name)} ON ${quoted(name)} (${listed(config.columns)})`,
    ),
  ];
};

/** CREATE TABLE and CREATE INDEX for all tables, in their order; also what the schema's hash covers. */
export const createStatements = (tables: readonly SQLiteTable[]): readonly string[] =>
  tables.flatMap(statementsOf);
