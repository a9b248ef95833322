import { useNow } from './display';

export interface Stream {
  state: 'live' | 'lost';
  since: number;
}

/** Whether what is on the page is still told when it changes. Hidden while there is no stream. */
export function StreamState({ stream }: { stream?: Stream | undefined }) {
  const now = useNow();
  if (!stream || stream.state === 'live') return null;
  const seconds = Math.max(0, Math.round((now - stream.since) / 1000));
  return (
    <span role="status" className="arm-status arm-tone-waiting">
      Live updates lost {seconds} s ago, retrying
    </span>
  );
}
