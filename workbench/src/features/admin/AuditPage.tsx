import { Alert, Button } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { useAccess } from '@/lib/api/access';
import { verifyAudit } from '@/lib/api/changes';
import { auditQuery } from '@/lib/api/queries';
import { useRows } from '@/lib/api/rows';
import type { AuditEvent, AuditVerification } from '@/lib/api/types';
import { all, contains, equals } from '@/lib/filter';
import { formatCount } from '@/lib/format';
import { listSnippets } from '@/lib/snippets';
import { Identifier } from '@/ui/CopyButton';
import type { Column } from '@/ui/DataGrid';
import { optionsOf } from '@/ui/FilterBar';
import { FilteredList } from '@/ui/FilteredList';
import { PageHeader } from '@/ui/PageHeader';
import { Failed } from '@/ui/states';
import { Time } from '@/ui/Time';
import { type AuditSearch, OBJECT_KINDS } from './search';

interface Props {
  tenant: string;
  search: AuditSearch;
  onSearch: (search: AuditSearch, isTyping: boolean) => void;
}

const COLUMNS: Column<AuditEvent>[] = [
  { id: 'sequence', header: 'Event', sort: 'sequence', cell: (row) => row.sequence },
  { id: 'at', header: 'When', cell: (row) => <Time at={row.at} /> },
  { id: 'who', header: 'Who', cell: (row) => <bdi>{row.by_name}</bdi> },
  { id: 'action', header: 'Did', cell: (row) => <code>{row.action}</code> },
  { id: 'kind', header: 'To a', cell: (row) => row.object_kind },
  {
    id: 'object',
    header: 'Named',
    cell: (row) => <bdi title={row.object_name}>{row.object_name ?? '\u2013'}</bdi>,
  },
  {
    id: 'details',
    header: 'Details',
    cell: (row) => {
      const text = JSON.stringify(row.details);
      return text === '{}' ? '\u2013' : <code title={text}>{text}</code>;
    },
  },
  {
    id: 'request',
    header: 'Request',
    cell: (row) => <Identifier text={row.request_id} what="the request id" />,
  },
  {
    id: 'hash',
    header: 'Hash',
    cell: (row) => (
      <Identifier
        text={row.hash}
        shown={row.hash.slice(0, 12)}
        what={`the hash of event ${row.sequence}`}
      />
    ),
  },
];

function Verdict({ found }: { found: AuditVerification }) {
  const events = `${formatCount(found.events)} ${found.events === 1 ? 'event' : 'events'}`;
  return found.verified ? (
    <Alert variant="success" isInline title={`The chain is whole: ${events}`}>
      <Identifier text={found.head} what="the hash of the last event" />
    </Alert>
  ) : (
    <Alert
      variant="danger"
      isInline
      title={`The chain breaks at event ${found.first_broken ?? '?'} of ${events}`}
    >
      Somebody changed the log beside the server. Keep the database as it is, and compare it with a
      backup.
    </Alert>
  );
}

/** Who did what, and whether the log is as it was written. */
export function AuditPage({ tenant, search, onSearch }: Props) {
  const { can } = useAccess(tenant);
  const verify = useMutation({ mutationFn: () => verifyAudit(tenant) });
  return (
    <div className="arm-page">
      <PageHeader
        title="Audit"
        actions={
          can('audit.verify') && (
            <Button onClick={() => verify.mutate()} isLoading={verify.isPending}>
              Verify the chain
            </Button>
          )
        }
      />
      <div role="status">{verify.data && <Verdict found={verify.data} />}</div>
      {verify.error && <Failed error={verify.error} what="The check" />}
      <Events tenant={tenant} search={search} onSearch={onSearch} />
    </div>
  );
}

function Events({ tenant, search, onSearch }: Props) {
  const sort = search.sort ?? 'sequence DESC';
  const filter = all(
    contains('by_name', search.who ?? ''),
    contains('action', search.action ?? ''),
    equals('object_kind', search.kind),
  );
  const listing = { filter, sort };
  const query = useRows<AuditEvent>(auditQuery(tenant, listing));
  const texts = listSnippets(window.location.origin, {
    tenant,
    path: 'audit',
    python: 'audit.list',
    cli: 'audit list',
    listing,
  });
  return (
    <FilteredList
      label="Audit events"
      noun={['event', 'events']}
      query={query}
      what="the audit log"
      columns={COLUMNS}
      keyOf={(row) => row.id}
      sort={sort}
      search={search}
      onSearch={onSearch}
      texts={[
        { key: 'who', label: 'Filter by who' },
        { key: 'action', label: 'Filter by action' },
      ]}
      choices={[
        { key: 'kind', label: 'Kind of object', options: optionsOf('All objects', OBJECT_KINDS) },
      ]}
      copy={texts}
    />
  );
}
