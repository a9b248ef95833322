import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Reread } from './reread';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A query that somebody looks at, whose reading takes a while; how often it was begun, and ended. */
function watchedFirst(takesMs: number) {
  const queries = new QueryClient();
  const seen = { begun: 0, ended: 0 };
  const observer = new QueryObserver(queries, {
    queryKey: ['t', 'acme', 'models'],
    queryFn: async () => {
      seen.begun += 1;
      await new Promise((later) => setTimeout(later, takesMs));
      seen.ended += 1;
      return seen.ended;
    },
  });
  const leave = observer.subscribe(() => undefined);
  return { reread: new Reread(queries), seen, leave };
}

/** The same, once it was read. */
async function watched(takesMs: number) {
  const made = watchedFirst(takesMs);
  await vi.advanceTimersByTimeAsync(takesMs);
  expect(made.seen).toEqual({ begun: 1, ended: 1 });
  return made;
}

test('the first change is read at once, many in one moment four times a second', async () => {
  const { reread, seen, leave } = await watched(10);
  for (let i = 0; i < 100; i += 1) {
    reread.add([['t', 'acme', 'models']]);
    await vi.advanceTimersByTimeAsync(10);
    if (i === 1) expect(seen.ended).toBe(2);
  }
  await vi.advanceTimersByTimeAsync(1_000);
  expect(seen.begun).toBe(seen.ended);
  expect(seen.ended).toBeGreaterThanOrEqual(4);
  expect(seen.ended).toBeLessThanOrEqual(7);
  leave();
});

test('a slow reading is not begun anew by each change, and the last change is read', async () => {
  const { reread, seen, leave } = await watched(1_000);
  for (let i = 0; i < 30; i += 1) {
    reread.add([['t', 'acme', 'models']]);
    await vi.advanceTimersByTimeAsync(100);
  }
  const before = seen.ended;
  expect(seen.begun - seen.ended).toBeLessThanOrEqual(1);
  expect(before).toBeGreaterThanOrEqual(2);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(seen.ended).toBeGreaterThan(before);
  expect(seen.begun).toBe(seen.ended);
  leave();
});

test('what changes during the first reading is not lost', async () => {
  const { reread, seen, leave } = watchedFirst(100);
  await vi.advanceTimersByTimeAsync(50);
  reread.add([['t', 'acme', 'models']]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(seen).toEqual({ begun: 2, ended: 2 });
  leave();
});

test('what nobody looks at is not read, but old when somebody comes', async () => {
  const queries = new QueryClient();
  queries.setQueryData(['tenants'], 1);
  new Reread(queries).add([['tenants']]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(queries.getQueryState(['tenants'])).toMatchObject({ data: 1, isInvalidated: true });
});
