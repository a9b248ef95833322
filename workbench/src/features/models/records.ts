import type { Column } from '@/lib/api/types';

/** What stands in a field of the form, as it was typed. */
export type Typed = Record<string, string>;

export interface Read {
  record: Record<string, string | number | boolean | null | number[]>;
  problems: Record<string, string>;
}

const WHOLE = /^[+-]?\d+$/;

function numberOf(text: string, isWhole: boolean): number | undefined {
  const trimmed = text.trim();
  if (isWhole && !WHOLE.test(trimmed)) return undefined;
  const value = Number(trimmed);
  return trimmed === '' || !Number.isFinite(value) ? undefined : value;
}

function readArray(column: Column, size: number, text: string): number[] | string {
  const parts = text.split(',').map((part) => numberOf(part, column.type === 'int64'));
  const numbers = parts.filter((part) => part !== undefined);
  return numbers.length === size && parts.length === size
    ? numbers
    : `${size} numbers with commas between them`;
}

function readNumber(column: Column, text: string): number | string {
  const isWhole = column.type === 'int64';
  const value = numberOf(text, isWhole);
  if (value === undefined) return isWhole ? 'a whole number' : 'a number';
  if (column.minimum !== undefined && value < column.minimum) return `at least ${column.minimum}`;
  if (column.maximum !== undefined && value > column.maximum) return `at most ${column.maximum}`;
  return value;
}

/** A record of what was typed: empty fields are left out where they may be, or null. */
export function readRecord(columns: readonly Column[], typed: Typed): Read {
  const read: Read = { record: {}, problems: {} };
  for (const column of columns) {
    const text = typed[column.name] ?? '';
    if (text === '') {
      if (column.nullable) read.record[column.name] = null;
      else if (column.required) read.problems[column.name] = 'a value is needed';
      continue;
    }
    if (column.type === 'string') {
      read.record[column.name] = text;
      continue;
    }
    if (column.type === 'bool') {
      read.record[column.name] = text === 'true';
      continue;
    }
    const value =
      column.size === undefined ? readNumber(column, text) : readArray(column, column.size, text);
    if (typeof value === 'string') read.problems[column.name] = value;
    else read.record[column.name] = value;
  }
  return read;
}

/** A first value for each field, so that the form can be sent as it is. */
export function suggested(columns: readonly Column[]): Typed {
  const typed: Typed = {};
  for (const column of columns) {
    const first = column.categories?.[0];
    if (first !== undefined) typed[column.name] = String(first);
    else if (!column.required || column.nullable) typed[column.name] = '';
    else if (column.type === 'string') typed[column.name] = 'text';
    else if (column.type === 'bool') typed[column.name] = 'false';
    else
      typed[column.name] = Array(column.size ?? 1)
        .fill(String(column.minimum ?? 0))
        .join(',');
  }
  return typed;
}
