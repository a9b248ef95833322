import { answer, api } from '@/lib/api/client';
import { ApiError } from '@/lib/api/errors';
import { EventReader, type ServerEvent } from './events';

/** The server says something every 15 seconds; what is silent for so long was cut without a word. */
const SILENCE_MS = 40_000;

export interface Wish {
  topics: string;
  /** The id that was told last; absent: only what changes from now on. */
  since: number | undefined;
}

export interface Told {
  events: ServerEvent[];
  /** Empty while none was said. */
  lastId: string;
}

async function inTime<T>(asked: Promise<T>, giveUp: () => void): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, cut) => {
    timer = setTimeout(() => {
      cut(ApiError.unreachable('silence'));
      giveUp();
    }, SILENCE_MS);
  });
  try {
    return await Promise.race([asked, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Tells what the stream of changes says, until it ends. By `fetch`, not by EventSource, which does
 * not say why it was refused, and takes a connection that is dead for one where nothing happens.
 */
export async function readStream(
  { topics, since }: Wish,
  signal: AbortSignal,
  tell: (told: Told) => void,
): Promise<void> {
  const query = { topics, ...(since === undefined ? {} : { since }) };
  const silent = new AbortController();
  const either = AbortSignal.any([signal, silent.signal]);
  const asked = api.GET('/api/v1/stream', { params: { query }, parseAs: 'stream', signal: either });
  const body = await inTime(answer(asked), () => silent.abort());
  if (!body) return;
  const pieces = body.getReader();
  const letters = new TextDecoder();
  const reader = new EventReader();
  try {
    for (;;) {
      const { done, value } = await inTime(pieces.read(), () => silent.abort());
      if (done) return;
      const events = reader.read(letters.decode(value, { stream: true }));
      if (!signal.aborted) tell({ events, lastId: reader.lastId });
    }
  } finally {
    void pieces.cancel().catch(() => undefined);
  }
}
