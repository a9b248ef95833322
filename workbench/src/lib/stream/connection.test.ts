import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError, toApiError } from '@/lib/api/errors';
import { Connection } from './connection';
import { readStream, type Told, type Wish } from './read';

vi.mock('./read');

interface Opened extends Wish {
  at: number;
  signal: AbortSignal;
  tell: (told: Told) => void;
  fail: (error: unknown) => void;
}

let opened: Opened[] = [];
let started: Connection[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  opened = [];
  vi.mocked(readStream).mockImplementation(
    (wish, signal, tell) =>
      new Promise((_, fail) => {
        opened.push({ ...wish, at: Date.now(), signal, tell, fail });
      }),
  );
});
afterEach(() => {
  for (const connection of started) connection.stop();
  started = [];
  vi.useRealTimers();
});

function start(since?: number) {
  const listener = { onChange: vi.fn(), onGap: vi.fn(), onRights: vi.fn(), onState: vi.fn() };
  const connection = new Connection('t/acme/models', since, listener);
  started.push(connection);
  connection.start();
  return { connection, listener };
}

function last(): Opened {
  const found = opened.at(-1);
  if (!found) throw new Error('nothing was opened');
  return found;
}

function tell(name: string, lastId: string, data = '{}'): void {
  last().tell({ events: [{ id: lastId, name, data }], lastId });
}

async function fail(error: unknown): Promise<void> {
  last().fail(error);
  await vi.advanceTimersByTimeAsync(0);
}

const CUT = ApiError.unreachable('cut');

test('the first stream reads all again, a later one only what it is told', async () => {
  const { listener } = start();
  tell('ready', '7');
  expect(listener.onState).toHaveBeenLastCalledWith('live');
  expect(listener.onGap).toHaveBeenCalledTimes(1);
  tell('', '8', '{"topic":"t/acme/models"}');
  expect(listener.onChange).toHaveBeenCalledWith({ topic: 't/acme/models' });

  await fail(CUT);
  expect(listener.onState).toHaveBeenLastCalledWith('lost');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(last().since).toBe(8);
  tell('ready', '8');
  expect(listener.onGap).toHaveBeenCalledTimes(1);
  tell('resync', '90');
  expect(listener.onGap).toHaveBeenCalledTimes(2);
});

test('it is tried again after longer and longer, and soon again once it was live', async () => {
  const { listener } = start(7);
  const waits: number[] = [];
  for (let i = 0; i < 8; i += 1) {
    const failed = Date.now();
    await fail(i % 2 === 0 ? CUT : toApiError(502, '<html>'));
    await vi.advanceTimersByTimeAsync(15_000);
    waits.push(last().at - failed);
  }
  expect(waits[0]).toBeLessThanOrEqual(1_000);
  expect(waits.every((wait) => wait >= 500 && wait <= 15_000)).toBe(true);
  expect(waits.slice(4).every((wait) => wait >= 7_500)).toBe(true);
  expect(listener.onRights).not.toHaveBeenCalled();

  tell('ready', '9');
  await fail(CUT);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(opened).toHaveLength(10);
});

test('whoever is refused is not told, and does not ask again and again', async () => {
  const { listener } = start();
  await fail(toApiError(403, { code: 'permission_denied', message: 'no' }));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(opened).toHaveLength(1);
  expect(listener.onState).toHaveBeenLastCalledWith('off');
  expect(listener.onRights).toHaveBeenCalledOnce();
});

test('a stream that ends for good says so by an event', async () => {
  const { listener } = start();
  const over = '{"code":"session_ended","message":"over","next_step":"Sign in."}';
  const end = () => tell('end', '7', over);
  expect(end).toThrow('over');
  expect(listener.onChange).not.toHaveBeenCalled();
  await fail(toApiError(403, JSON.parse(over)));
  expect(listener.onRights).toHaveBeenCalledOnce();
});

test('a hidden page has no stream, and goes on where it was', async () => {
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(false);
  const { connection, listener } = start();
  tell('ready', '7');
  hidden.mockReturnValue(true);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(last().signal.aborted).toBe(true);
  await fail(CUT);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(opened).toHaveLength(1);
  hidden.mockReturnValue(false);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(last().since).toBe(7);
  expect(listener.onState.mock.calls).toEqual([['live']]);

  connection.stop();
  expect(last().signal.aborted).toBe(true);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(opened).toHaveLength(2);
});
