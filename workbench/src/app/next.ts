// Where somebody wanted to go when they had to sign in. A link to sign in does not know it, so this
// tab remembers it.
const KEPT = 'armillary.next';

/** A path of our own pages; anything else is none. */
export function soundNext(next: string | null | undefined): string | undefined {
  return next && /^\/ui(\/(?!\/)|\?|$)/.test(next) ? next : undefined;
}

export function keepNext(next: string | undefined): void {
  try {
    if (soundNext(next) !== undefined) sessionStorage.setItem(KEPT, next ?? '');
  } catch {
    // A browser that keeps nothing leads to the first page.
  }
}

export function takeNext(): string | undefined {
  try {
    const next = soundNext(sessionStorage.getItem(KEPT));
    sessionStorage.removeItem(KEPT);
    return next;
  } catch {
    return undefined;
  }
}
