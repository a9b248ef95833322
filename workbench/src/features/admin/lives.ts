// How long a token lives: by name, or until the moment that somebody chose.

const HOUR = 3_600;
const DAY = 24 * HOUR;
const LONGEST = 365 * DAY;

/** Of a life that is not one of the names. */
export const UNTIL = 'until';
/** What the server gives by itself. */
export const USUAL = '';

const NAMED = [
  [HOUR, '1 hour'],
  [DAY, '1 day'],
  [7 * DAY, '7 days'],
  [30 * DAY, '30 days'],
  [90 * DAY, '90 days'],
  [LONGEST, '1 year'],
] as const;

export interface Life {
  value: string;
  label: string;
}

/** The lives that end before `latest`, a moment in milliseconds; without it all. */
export function livesUntil(latest: number | undefined, now: number): Life[] {
  const fits = NAMED.filter(
    ([seconds]) => latest === undefined || now + seconds * 1_000 <= latest,
  ).map(([seconds, label]) => ({ value: String(seconds), label }));
  const usual = { value: USUAL, label: latest === undefined ? '90 days' : 'your session' };
  const named = latest === undefined ? fits.filter(({ label }) => label !== usual.label) : fits;
  return [usual, ...named, { value: UNTIL, label: 'a moment of your choice' }];
}

export interface ReadLife {
  /** Absent: what the server gives. */
  seconds?: number;
  problem?: string;
}

/** `until` as a field of a form has it, in the zone of this browser. */
export function readLife(
  life: string,
  until: string,
  now: number,
  latest: number | undefined,
): ReadLife {
  if (life === USUAL) return {};
  if (life !== UNTIL) return { seconds: Number(life) };
  const at = Date.parse(until);
  if (Number.isNaN(at)) return { problem: 'a date and time' };
  const seconds = Math.floor((at - now) / 1_000);
  if (seconds < 1) return { problem: 'a moment that is still to come' };
  if (latest !== undefined && at > latest) {
    return { problem: 'before your session ends' };
  }
  return seconds > LONGEST ? { problem: 'within a year' } : { seconds };
}
