/** A table whose rows become small cards on phones; numbers end-aligned and of one width. */
import type { ReactNode } from 'react';
import classes from './DataTable.module.css';

/** A column: its head in words, and its cell of a row. */
export interface Column<Row> {
  readonly id: string;
  readonly head: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'start' | 'end';
  /** Left out on phones, where the row's page has it. */
  readonly wideOnly?: boolean;
}

interface DataTableProps<Row> {
  /** Names the table for screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  /** Under the table: "Show more". */
  readonly more?: ReactNode;
}

export function DataTable<Row>({ caption, columns, rows, rowId, more }: DataTableProps<Row>): ReactNode {
  return (
    <>
      <table className={classes.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" data-align={column.align} data-wide-only={column.wideOnly}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowId(row)}>
              {columns.map((column, index) => (
                <td key={column.id} data-align={column.align} data-wide-only={column.wideOnly}>
                  {index > 0 && <span className={classes.label}>{column.head}</span>}
                  <span className={classes.value}>{column.cell(row)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more !== undefined && <div className={classes.more}>{more}</div>}
    </>
  );
}
