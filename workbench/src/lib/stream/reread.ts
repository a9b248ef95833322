import type { QueryClient, QueryKey } from '@tanstack/react-query';

const BETWEEN_MS = 250;

/**
 * Reads again what has changed: at once, then at most four times a second and half of the time, and
 * never over a reading that has not ended. What changes meanwhile is read after it.
 */
export class Reread {
  private readonly queries: QueryClient;
  private readonly waiting = new Map<string, QueryKey>();
  private readonly busy = new Set<string>();

  constructor(queries: QueryClient) {
    this.queries = queries;
  }

  add(keys: readonly QueryKey[]): void {
    for (const key of keys) {
      const name = JSON.stringify(key);
      this.waiting.set(name, key);
      if (!this.busy.has(name)) void this.read(name);
    }
  }

  private async read(name: string): Promise<void> {
    this.busy.add(name);
    for (let key = this.take(name); key; key = this.take(name)) {
      const began = Date.now();
      await this.readNow(key);
      const took = Date.now() - began;
      await new Promise((later) => setTimeout(later, Math.max(BETWEEN_MS, took)));
    }
    this.busy.delete(name);
  }

  /** What is read for the first time goes on when it is made old, and may lack the change. */
  private async readNow(queryKey: QueryKey): Promise<void> {
    const first = this.queries
      .getQueryCache()
      .findAll({ queryKey, fetchStatus: 'fetching' })
      .filter(({ state }) => state.data === undefined);
    await this.queries.invalidateQueries({ queryKey });
    const late = first.filter(({ state }) => state.data !== undefined);
    if (late.length === 0) return;
    await this.queries.invalidateQueries({ queryKey, predicate: (one) => late.includes(one) });
  }

  private take(name: string): QueryKey | undefined {
    const key = this.waiting.get(name);
    this.waiting.delete(name);
    return key;
  }
}
