import { Button } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { formatTotal } from '@/lib/format';
import { useDisplay } from './display';
import { useShortcut } from './shortcuts';
import { Failed } from './states';

export interface Column<T> {
  id: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** The server's name for sorting by it; absent: it cannot. */
  sort?: string;
  /** Numbers stand on the right. */
  numeric?: boolean;
  /** Of a small table: takes what the others leave, and ends in dots where that is too little. */
  yields?: boolean;
}

function classOf<T>({ numeric, yields }: Column<T>): { className?: string } {
  const names = [numeric && 'arm-number', yields && 'arm-yields'].filter(Boolean);
  return names.length > 0 ? { className: names.join(' ') } : {};
}

/** What is read of a list so far, and how to read on. */
export interface Rows<T> {
  items: T[];
  total: number;
  isExact: boolean;
  hasMore: boolean;
  isFetching: boolean;
  more: () => void;
  /** Why reading on failed, if it did. */
  error?: unknown;
}

export interface DataGridProps<T> {
  label: string;
  /** "model", "models". */
  noun: readonly [one: string, many: string];
  rows: Rows<T>;
  columns: readonly Column<T>[];
  keyOf: (row: T) => string;
  /** As the server has it: "name ASC". */
  sort: string;
  onSort?: (sort: string) => void;
  /** Enter on a row. */
  onOpen?: (row: T) => void;
}

const OVERSCAN = 8;
const ROW = { compact: 32, comfortable: 44 } as const;
const READ_AHEAD = 30;

function directionOf(sort: string): 'asc' | 'desc' {
  return / DESC$/.test(sort) ? 'desc' : 'asc';
}

/**
 * Rows of a list in a table of its own scroll: only those in sight are in the page, the next are
 * read before they are reached. The server filters and sorts. `j` and `k` walk, Enter opens.
 */
export function DataGrid<T>(props: DataGridProps<T>) {
  const { label, noun, rows, columns, keyOf, sort, onSort, onOpen } = props;
  const { density } = useDisplay();
  const scroller = useRef<HTMLDivElement>(null);
  // By key, so that a row that comes from elsewhere does not move the mark to another one.
  const [marked, setMarked] = useState<string>();
  const focused = marked === undefined ? -1 : rows.items.findIndex((row) => keyOf(row) === marked);
  const virtual = useVirtualizer({
    count: rows.items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW[density],
    getItemKey: (index) => {
      const row = rows.items[index];
      return row === undefined ? index : keyOf(row);
    },
    overscan: OVERSCAN,
  });
  const seen = virtual.getVirtualItems();
  const last = seen.at(-1)?.index ?? 0;
  const { hasMore, isFetching, more, error } = rows;
  useEffect(() => {
    const near = last >= rows.items.length - READ_AHEAD;
    if (near && hasMore && !isFetching && !error) more();
  }, [last, rows.items.length, hasMore, isFetching, more, error]);
  useEffect(() => virtual.measure(), [density, virtual]);

  const walk = (step: number) => {
    const next = Math.min(Math.max(focused + step, 0), rows.items.length - 1);
    const row = rows.items[next];
    if (row === undefined) return;
    setMarked(keyOf(row));
    virtual.scrollToIndex(next);
    scroller.current?.focus({ preventScroll: true });
  };
  useShortcut('j', `Next ${noun[0]}`, () => walk(1));
  useShortcut('k', `Previous ${noun[0]}`, () => walk(-1));
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows.items[focused];
    if (event.key !== 'Enter' || event.target !== scroller.current || row === undefined) return;
    event.preventDefault();
    onOpen?.(row);
  };

  const above = seen[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (seen.at(-1)?.end ?? 0);
  const sorted = columns.findIndex((column) => column.sort && sort.split(' ')[0] === column.sort);
  return (
    <section className={`arm-grid arm-density-${density}`} aria-label={label}>
      <p className="arm-total" role="status">
        {formatTotal(rows.total, rows.isExact, ...noun)}
        {isFetching && ' \u00b7 reading'}
      </p>
      {error ? <Failed error={error} what={`More ${noun[1]}`} onRetry={more} /> : null}
      <div
        ref={scroller}
        className="arm-scroll"
        tabIndex={0}
        role="region"
        aria-label={`${label}, scrolls`}
        data-scroll-restoration-id={label}
        onKeyDown={onKeyDown}
      >
        <Table
          aria-label={label}
          role="table"
          aria-rowcount={rows.items.length + 1}
          variant="compact"
          isStickyHeader
          gridBreakPoint=""
        >
          <Thead>
            <Tr>
              {columns.map((column, index) => (
                <Th
                  key={column.id}
                  modifier="nowrap"
                  {...classOf(column)}
                  {...(column.sort && onSort
                    ? {
                        sort: {
                          columnIndex: index,
                          sortBy: sorted < 0 ? {} : { index: sorted, direction: directionOf(sort) },
                          onSort: (_event: unknown, _index: number, direction: string) =>
                            onSort(`${column.sort ?? ''} ${direction.toUpperCase()}`),
                        },
                      }
                    : {})}
                >
                  {column.header}
                </Th>
              ))}
            </Tr>
          </Thead>
          <Tbody>
            {above > 0 && (
              <tr className="arm-spacer" aria-hidden="true">
                <td colSpan={columns.length} style={{ height: above }} />
              </tr>
            )}
            {seen.map((item) => {
              const row = rows.items[item.index];
              if (row === undefined) return null;
              const isFocused = item.index === focused;
              return (
                <Tr
                  key={item.key}
                  aria-rowindex={item.index + 2}
                  className={isFocused ? 'arm-row arm-row-focused' : 'arm-row'}
                  onClick={() => setMarked(keyOf(row))}
                >
                  {columns.map((column) => (
                    <Td key={column.id} dataLabel={column.header} {...classOf(column)}>
                      {column.cell(row)}
                    </Td>
                  ))}
                </Tr>
              );
            })}
            {below > 0 && (
              <tr className="arm-spacer" aria-hidden="true">
                <td colSpan={columns.length} style={{ height: below }} />
              </tr>
            )}
          </Tbody>
        </Table>
      </div>
    </section>
  );
}

/** A short table without a scroll of its own. */
export function SmallTable<T>({
  label,
  items,
  columns,
  keyOf,
  wraps = false,
}: {
  label: string;
  /** Long texts go on in the next line, instead of ending in dots. */
  wraps?: boolean;
  items: readonly T[];
  columns: readonly Column<T>[];
  keyOf: (row: T) => string;
}) {
  return (
    <div
      className={wraps ? 'arm-wide arm-wraps' : 'arm-wide'}
      tabIndex={0}
      role="region"
      aria-label={`${label}, scrolls`}
    >
      <Table
        aria-label={label}
        role="table"
        variant="compact"
        gridBreakPoint=""
        className="arm-small-table"
      >
        <Thead>
          <Tr>
            {columns.map((column) => (
              <Th key={column.id} modifier="nowrap" {...classOf(column)}>
                {column.header}
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {items.map((row) => (
            <Tr key={keyOf(row)}>
              {columns.map((column) => (
                <Td key={column.id} dataLabel={column.header} {...classOf(column)}>
                  {column.cell(row)}
                </Td>
              ))}
            </Tr>
          ))}
        </Tbody>
      </Table>
    </div>
  );
}

/** A link that looks like one and is a button, for an action inside a row. */
export function RowAction({ label, onClick }: { label: ReactNode; onClick: () => void }) {
  return (
    <Button variant="link" isInline size="sm" onClick={onClick}>
      {label}
    </Button>
  );
}
