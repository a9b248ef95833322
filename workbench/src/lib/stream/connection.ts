import { ApiError, toApiError } from '@/lib/api/errors';
import type { ChangeEvent } from '@/lib/api/types';
import type { ServerEvent } from './events';
import { readStream, type Told } from './read';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/** Live: what changes is told. Lost: it is tried again. Off: this person is told nothing here. */
export type State = 'live' | 'lost' | 'off';

export interface Listener {
  onChange: (change: ChangeEvent) => void;
  /** Changes were missed, or may have been: what is shown must be read again. */
  onGap: () => void;
  /** The person may read less than was thought, or is not signed in any more. */
  onRights: () => void;
  onState: (state: State) => void;
}

/** The server's answer was no, and will be as long as nothing else changes. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof ApiError) || error.mayPass) return false;
  return error.code !== 'unexpected_answer' && error.code !== 'too_many_streams';
}

/** Half to all of a time that doubles: those who are cut together do not come back together. */
function waitAfter(failures: number): number {
  const longest = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS);
  return longest * (0.5 + Math.random() / 2);
}

/**
 * One stream of changes for as long as somebody looks at the page. A hidden page has none, for a
 * browser opens six connections to a server at most. Each one goes on where the last one ended.
 */
export class Connection {
  private readonly topics: string;
  private readonly listener: Listener;
  private since: number | undefined;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private reading: AbortController | undefined;

  /** `since` is the id that was told last of other topics. */
  constructor(topics: string, since: number | undefined, listener: Listener) {
    this.topics = topics;
    this.since = since;
    this.listener = listener;
  }

  get lastId(): number | undefined {
    return this.since;
  }

  start(): void {
    document.addEventListener('visibilitychange', this.look);
    this.look();
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.look);
    this.close();
  }

  private readonly look = (): void => {
    this.close();
    if (!document.hidden) void this.open();
  };

  private close(): void {
    clearTimeout(this.timer);
    this.reading?.abort();
  }

  private async open(): Promise<void> {
    const reading = new AbortController();
    this.reading = reading;
    let failure: unknown;
    try {
      const wish = { topics: this.topics, since: this.since };
      await readStream(wish, reading.signal, (told) => this.take(told));
    } catch (error) {
      failure = error;
    }
    if (reading.signal.aborted) return;
    if (isRefusal(failure)) {
      this.listener.onState('off');
      this.listener.onRights();
      return;
    }
    this.listener.onState('lost');
    this.timer = setTimeout(() => void this.open(), waitAfter(this.failures));
    this.failures += 1;
  }

  private take({ events, lastId }: Told): void {
    const isFirst = this.since === undefined;
    for (const event of events) this.hear(event, isFirst);
    if (lastId !== '') this.since = Number(lastId);
  }

  private hear({ name, data }: ServerEvent, isFirst: boolean): void {
    switch (name) {
      case '':
        this.listener.onChange(JSON.parse(data) as ChangeEvent);
        break;
      case 'ready':
        this.failures = 0;
        this.listener.onState('live');
        // What was read before may lack what changed before now.
        if (isFirst) this.listener.onGap();
        break;
      case 'resync':
        this.listener.onGap();
        break;
      case 'dropped':
        this.listener.onRights();
        break;
      case 'end':
        throw toApiError(403, JSON.parse(data));
    }
  }
}
