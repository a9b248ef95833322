import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { keys } from '@/lib/api/queries';
import type { Session } from '@/lib/api/types';
import { Connection } from '@/lib/stream/connection';
import { Reread } from '@/lib/stream/reread';
import { EVERYTHING, keysOf, topicsFor } from '@/lib/stream/topics';
import type { Stream } from '@/ui/StreamState';

/** Keeps what is on the page as it is on the server, by one stream of changes. */
export function useLive(session: Session, tenant: string | undefined): Stream | undefined {
  const queries = useQueryClient();
  const topics = topicsFor(session, tenant).join(',');
  const [stream, setStream] = useState<Stream>();
  // Ids are of all topics: the next tenant's stream begins where this one's ended.
  const lastId = useRef<number>(undefined);
  useEffect(() => {
    if (topics === '') return;
    const reread = new Reread(queries);
    const connection = new Connection(topics, lastId.current, {
      onChange: (change) => reread.add(keysOf(change)),
      onGap: () => reread.add(EVERYTHING),
      onRights: () => void queries.invalidateQueries({ queryKey: keys.session }),
      onState: (state) =>
        setStream((before) => {
          if (state === 'off') return undefined;
          return before?.state === state ? before : { state, since: Date.now() };
        }),
    });
    connection.start();
    return () => {
      connection.stop();
      lastId.current = connection.lastId;
      // Nobody tells of these any more: whoever comes back to them reads them again.
      for (const queryKey of EVERYTHING) {
        void queries.invalidateQueries({ queryKey, refetchType: 'none' });
      }
    };
  }, [queries, topics]);
  return topics === '' ? undefined : stream;
}
