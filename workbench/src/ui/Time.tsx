import { formatMoment, formatTime, MISSING } from '@/lib/format';
import { useDisplay, useNow } from './display';

/** A moment: relative within a day, absolute beyond; the whole of it on hover. */
export function Time({ at, none = 'never' }: { at: string | undefined; none?: string }) {
  const { zone } = useDisplay();
  const now = useNow();
  if (!at) return <span title={none}>{MISSING}</span>;
  return (
    <time dateTime={at} title={`${formatMoment(at, zone)} ${zone}\n${at}`} className="arm-nowrap">
      {formatTime(at, now, zone)}
    </time>
  );
}
