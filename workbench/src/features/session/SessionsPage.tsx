import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys, sessionsQuery } from '@/lib/api/queries';
import { endSession } from '@/lib/api/session';
import type { SessionSummary } from '@/lib/api/types';
import { formatTotal } from '@/lib/format';
import { platformListSnippets } from '@/lib/snippets';
import { ActionDialog } from '@/ui/ActionDialog';
import { CopyAs } from '@/ui/CopyAs';
import { type Column, RowAction, SmallTable } from '@/ui/DataGrid';
import { PageHeader } from '@/ui/PageHeader';
import { Answered } from '@/ui/states';
import { Time } from '@/ui/Time';

function columnsWith(onEnd: (session: SessionSummary) => void): Column<SessionSummary>[] {
  return [
    {
      id: 'browser',
      header: 'Browser',
      cell: (row) => (
        <>
          {row.is_current && <strong>this one </strong>}
          <bdi title={row.user_agent}>{row.user_agent || '\u2013'}</bdi>
        </>
      ),
    },
    { id: 'from', header: 'From', cell: (row) => <code>{row.remote_address}</code> },
    { id: 'created', header: 'Signed in', cell: (row) => <Time at={row.created_at} /> },
    { id: 'seen', header: 'Last seen', cell: (row) => <Time at={row.seen_at} /> },
    { id: 'ends', header: 'Ends', cell: (row) => <Time at={row.ends_at} /> },
    {
      id: 'do',
      header: 'Do',
      cell: (row) => (
        <RowAction
          label={
            <>
              End<span className="pf-v6-screen-reader"> session {row.id}</span>
            </>
          }
          onClick={() => onEnd(row)}
        />
      ),
    },
  ];
}

/** Where one is signed in, and a way out of each. */
export function SessionsPage() {
  const queries = useQueryClient();
  const query = useQuery(sessionsQuery);
  const [ending, setEnding] = useState<SessionSummary>();
  const texts = platformListSnippets(window.location.origin, 'sessions');
  return (
    <div className="arm-page">
      <PageHeader title="Your sessions" actions={<CopyAs texts={texts} what="your sessions" />} />
      <Answered query={query} what="your sessions">
        {(sessions) => (
          <>
            <p className="arm-total">{formatTotal(sessions.length, true, 'session', 'sessions')}</p>
            <SmallTable
              label="Your sessions"
              items={sessions}
              keyOf={(row) => row.id}
              columns={columnsWith(setEnding)}
            />
          </>
        )}
      </Answered>
      {ending && (
        <ActionDialog
          title={ending.is_current ? 'End this session' : 'End a session'}
          verb="End"
          isDanger
          onClose={() => setEnding(undefined)}
          onDo={async () => {
            await endSession(ending.id);
            await queries.invalidateQueries({
              queryKey: ending.is_current ? keys.session : sessionsQuery.queryKey,
            });
            setEnding(undefined);
          }}
        >
          <p>
            {ending.is_current
              ? 'You are signed out here at once.'
              : 'Whoever uses it is signed out within a second. Your tokens stay as they are.'}
          </p>
        </ActionDialog>
      )}
    </div>
  );
}
