import { createContext, useContext, useSyncExternalStore } from 'react';

export interface Display {
  zone: string;
  density: 'compact' | 'comfortable';
}

/** How the person wants times and rows; app/ fills it from the preferences. */
export const DisplayContext = createContext<Display>({ zone: 'UTC', density: 'compact' });

export function useDisplay(): Display {
  return useContext(DisplayContext);
}

const TICK_MS = 15_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) now = Date.now();
  listeners.add(listener);
  timer ??= setInterval(() => {
    if (document.hidden) return;
    now = Date.now();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The time, from one clock for the whole page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
