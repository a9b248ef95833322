// Numbers, sizes and times as people read them. Times are in the zone that the person chose.

export const MISSING = '\u2013';

const significant = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

const LARGE = 1e15;
const SMALL = 1e-6;

/** 1.5e300, where writing it out would be all zeros. */
function asPower(value: number): string | undefined {
  const size = Math.abs(value);
  if (value === 0 || (size >= SMALL && size < LARGE)) return undefined;
  return Number(value.toPrecision(4)).toExponential().replace('e+', 'e');
}

/** Four significant digits, thousands apart; what is not finite is said. */
export function formatFigure(value: number | null | undefined): string {
  if (value === null || value === undefined) return MISSING;
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '\u2212Inf';
  return (asPower(value) ?? significant.format(value)).replace(/^-/, '\u2212');
}

export function formatCount(value: number): string {
  return whole.format(value);
}

/** "1 model", "3 models", "more than 10,000 models". */
export function formatTotal(total: number, isExact: boolean, one: string, many: string): string {
  return `${isExact ? '' : 'more than '}${formatCount(total)} ${total === 1 && isExact ? one : many}`;
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? formatCount(value) : significant.format(value)} ${UNITS[unit] ?? 'B'}`;
}

export function formatPercent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The zones a browser knows by name; an unknown one counts as UTC. */
export function soundZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}

/** "2026-11-24 10:00" in the zone. */
export function formatMoment(time: string | number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: soundZone(zone),
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  }).format(new Date(time));
  return parts.replace(',', '');
}

/** Relative within a day, before and after; absolute beyond. */
export function formatTime(time: string, now: number, zone: string): string {
  const at = Date.parse(time);
  if (Number.isNaN(at)) return MISSING;
  const away = Math.abs(now - at);
  if (away >= DAY) return formatMoment(at, zone);
  const say = (text: string) => (at <= now ? `${text} ago` : `in ${text}`);
  if (away < MINUTE) return 'just now';
  if (away < HOUR) return say(`${Math.floor(away / MINUTE)} min`);
  return say(`${Math.floor(away / HOUR)} h`);
}

/** "1 h 04 min", "3 d 2 h", "12 s". */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** The beginning of a digest or hash, for a table. */
export function shortHash(hash: string): string {
  return hash.replace(/^sha256=/, '').slice(0, 12);
}
