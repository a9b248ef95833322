import type { ReactNode } from 'react';
import { CopyAs, type Texts } from './CopyAs';
import { DataGrid, type DataGridProps, type Rows } from './DataGrid';
import { FilterBar, type FilterBarProps, type Filters } from './FilterBar';
import { Answered, type Asked, FilteredOut, isRefused } from './states';

type Grid<T> = Pick<DataGridProps<T>, 'label' | 'noun' | 'columns' | 'keyOf' | 'sort' | 'onOpen'>;
type Bar<S> = Pick<FilterBarProps<S>, 'search' | 'onSearch' | 'texts' | 'choices'>;

/** Of an address that can sort its list too. */
export type ListSearch<S> = Filters<S> & { sort?: string | undefined };

export interface FilteredListProps<T, S> extends Grid<T>, Bar<S> {
  query: Asked<Rows<T>>;
  /** "the audit log", as in "You may not see the audit log". */
  what: string;
  /** The call of this list, to copy. */
  copy?: Texts;
  /** What there is to see while nothing is filtered out; lists that are never empty have none. */
  empty?: ReactNode;
}

/**
 * A list with what filters it. Whoever may not read it is told so, without a filter for what they
 * do not see.
 */
export function FilteredList<T, S extends ListSearch<S>>(props: FilteredListProps<T, S>) {
  const { query, what, copy, empty, search, onSearch, texts = [], choices = [], ...grid } = props;
  const filters = [...texts, ...choices].map(({ key }) => key);
  const isFiltered = filters.some((key) => Boolean(search[key]));
  const clear = () => {
    const none = Object.fromEntries(filters.map((key) => [key, undefined]));
    onSearch({ ...search, ...none }, false);
  };
  return (
    <>
      {!isRefused(query) && (
        <FilterBar search={search} onSearch={onSearch} texts={texts} choices={choices}>
          {copy && <CopyAs texts={copy} what="this list" />}
        </FilterBar>
      )}
      <Answered query={query} what={what} lines={8}>
        {(rows) => {
          if (rows.items.length > 0) {
            return (
              <DataGrid
                {...grid}
                rows={rows}
                onSort={(sort) => onSearch({ ...search, sort }, false)}
              />
            );
          }
          if (isFiltered || empty === undefined) {
            return <FilteredOut what={grid.noun[1]} onClear={clear} />;
          }
          return empty;
        }}
      </Answered>
    </>
  );
}
