import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from 'react';

export interface Shortcut {
  keys: string;
  label: string;
}

interface Bound extends Shortcut {
  run: () => void;
}

interface Registry {
  bind: (bound: Bound) => () => void;
  list: () => Shortcut[];
  enabled: boolean;
  setEnabled: (on: boolean) => void;
}

const SEQUENCE_MS = 1_200;
const KEPT = 'armillary.shortcuts';

const Context = createContext<Registry | null>(null);

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function wasEnabled(): boolean {
  try {
    return localStorage.getItem(KEPT) !== 'off';
  } catch {
    return true;
  }
}

function keepEnabled(on: boolean): void {
  try {
    localStorage.setItem(KEPT, on ? 'on' : 'off');
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

/** Single letters and pairs such as `g m`; never inside inputs, and they can be switched off. */
export function ShortcutProvider({ children }: { children: ReactNode }) {
  const bound = useRef<Bound[]>([]);
  const before = useRef({ key: '', at: 0 });
  const [enabled, setOn] = useState(wasEnabled);

  const registry = useMemo<Registry>(
    () => ({
      bind(one) {
        bound.current.push(one);
        return () => {
          bound.current = bound.current.filter((other) => other !== one);
        };
      },
      list: () => bound.current.map(({ keys, label }) => ({ keys, label })),
      enabled,
      setEnabled(on) {
        keepEnabled(on);
        setOn(on);
      },
    }),
    [enabled],
  );

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const modified = event.ctrlKey || event.metaKey || event.altKey;
      const busy = document.querySelector('[role="dialog"]') !== null;
      if (!enabled || modified || event.defaultPrevented || busy || isTyping(event.target)) return;
      const { key, at } = before.current;
      const pair = event.timeStamp - at < SEQUENCE_MS ? `${key} ${event.key}` : event.key;
      // The last one bound is nearest to the person.
      const found = bound.current.findLast(({ keys }) => keys === pair || keys === event.key);
      before.current = { key: event.key, at: event.timeStamp };
      if (!found) return;
      event.preventDefault();
      before.current = { key: '', at: 0 };
      found.run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [enabled]);

  return <Context value={registry}>{children}</Context>;
}

export function useShortcuts(): Registry | null {
  return useContext(Context);
}

/** Binds `keys` for as long as the component is on the page. */
export function useShortcut(keys: string, label: string, run: () => void): void {
  const bind = useContext(Context)?.bind;
  const latest = useEffectEvent(run);
  useEffect(() => bind?.({ keys, label, run: () => latest() }), [bind, keys, label]);
}
