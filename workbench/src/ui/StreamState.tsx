import { ConnectedIcon, DisconnectedIcon } from '@patternfly/react-icons';
import { useNow } from './display';

export interface Stream {
  state: 'live' | 'lost';
  /** When it became so, in milliseconds. */
  since: number;
}

/** Whether what is on the page is still told when it changes. Empty while there is no stream. */
export function StreamState({ stream }: { stream?: Stream | undefined }) {
  return (
    <span role="status">
      {stream?.state === 'live' && (
        <span
          className="arm-status arm-tone-ok"
          title="What changes elsewhere appears here by itself"
        >
          <span aria-hidden="true" className="arm-status-icon">
            <ConnectedIcon />
          </span>
          Live updates
        </span>
      )}
      {stream?.state === 'lost' && <Lost since={stream.since} />}
    </span>
  );
}

function Lost({ since }: { since: number }) {
  const now = useNow();
  const seconds = Math.max(0, Math.round((now - since) / 1000));
  return (
    <span className="arm-status arm-tone-waiting">
      <span aria-hidden="true" className="arm-status-icon">
        <DisconnectedIcon />
      </span>
      Live updates lost {/* It is said once that they are, not again whenever time has passed. */}
      <span aria-hidden="true">{seconds} s ago</span>, retrying
    </span>
  );
}
