import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { PagedList } from './queries';
import type { Page } from './types';

/** A list as a table wants it: the rows so far, how many there are, and how to read on. */
export function useRows<T>({ key, read }: PagedList<T>) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last: Page<T>) => last.next_cursor,
    placeholderData: (old) => old,
  });
  const { data, fetchNextPage, hasNextPage, isFetching, isFetchNextPageError, error } = query;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const rows = useMemo(() => {
    const last = data?.pages.at(-1);
    if (!data || !last) return undefined;
    return {
      items: data.pages.flatMap((page) => page.items),
      total: last.total,
      isExact: last.total_is_exact,
    };
  }, [data]);
  return {
    ...query,
    data: rows && {
      ...rows,
      hasMore: hasNextPage,
      isFetching,
      more,
      ...(isFetchNextPageError ? { error } : {}),
    },
    // Said beside the rows then, which stay.
    error: isFetchNextPageError ? null : error,
  };
}
