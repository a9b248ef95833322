import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { api } from '@/lib/api/client';
import { readStream, type Told } from './read';

vi.mock(import('@/lib/api/client'), async (whole) => {
  const real = await whole();
  return { ...real, api: { ...real.api, GET: vi.fn() } };
});

const letters = new TextEncoder();
let signal: AbortSignal | undefined;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function answerWith(asked: () => Promise<unknown>): void {
  vi.mocked(api.GET).mockImplementation(((_: string, init: RequestInit) => {
    signal = init.signal ?? undefined;
    return asked();
  }) as never);
}

/** A server that answers with these pieces and then says nothing, or does not answer at all. */
function serve(pieces: string[] | undefined): void {
  answerWith(() => {
    if (!pieces) return new Promise(() => undefined);
    const data = new ReadableStream({
      start: (out) => {
        for (const piece of pieces) out.enqueue(letters.encode(piece));
      },
    });
    return Promise.resolve({ data, response: new Response() });
  });
}

const WISH = { topics: 't/acme/models', since: undefined };

test('what the server says is told with the id that it was told last', async () => {
  serve(['id: 4\ndata: {"a":1}\n', '\nid: 5\nevent: resync\ndata: {}\n\n']);
  const told: Told[] = [];
  const leave = new AbortController();
  const ended = readStream(WISH, leave.signal, (piece) => told.push(piece)).catch(() => 'left');
  await vi.waitFor(() => expect(told).toHaveLength(2));
  expect(told[0]).toEqual({ events: [], lastId: '' });
  expect(told[1]?.events.map(({ name, data }) => [name, data])).toEqual([
    ['', '{"a":1}'],
    ['resync', '{}'],
  ]);
  expect(told[1]?.lastId).toBe('5');
  await vi.advanceTimersByTimeAsync(40_000);
  await ended;
});

test.each([
  ['before it answers', undefined],
  ['after it has answered', ['id: 4\ndata: {}\n\n']],
])('a server that is silent %s is given up, and its connection let go', async (_, pieces) => {
  serve(pieces);
  const reading = readStream(WISH, new AbortController().signal, () => undefined);
  const failed = expect(reading).rejects.toMatchObject({ code: 'no_answer' });
  await vi.advanceTimersByTimeAsync(39_000);
  expect(signal?.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(2_000);
  await failed;
  expect(signal?.aborted).toBe(true);
});

test('whoever stops looking lets the connection go', async () => {
  serve(undefined);
  const leave = new AbortController();
  void readStream(WISH, leave.signal, () => undefined).catch(() => undefined);
  await vi.advanceTimersByTimeAsync(0);
  leave.abort();
  expect(signal?.aborted).toBe(true);
});

test('a refusal is the error that the server says', async () => {
  const error = { code: 'permission_denied', message: 'no', next_step: 'Ask.' };
  answerWith(() => Promise.resolve({ error, response: new Response(null, { status: 403 }) }));
  const reading = readStream(WISH, new AbortController().signal, () => undefined);
  await expect(reading).rejects.toMatchObject({ code: 'permission_denied', status: 403 });
});
