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
import { Choice } from '@/ui/Choice';
import { CopyAs } from '@/ui/CopyAs';
import { Identifier } from '@/ui/CopyButton';
import { type Column, DataGrid } from '@/ui/DataGrid';
import { FilterInput } from '@/ui/FilterInput';
import { PageHeader } from '@/ui/PageHeader';
import { Answered, Failed, FilteredOut } from '@/ui/states';
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
    <>
      <div className="arm-toolbar">
        <FilterInput
          label="Filter by who"
          value={search.who ?? ''}
          onChange={(who) => onSearch({ ...search, who }, true)}
        />
        <FilterInput
          label="Filter by action"
          value={search.action ?? ''}
          onChange={(action) => onSearch({ ...search, action }, true)}
        />
        <Choice
          label="Kind of object"
          value={search.kind ?? ''}
          options={[
            { value: '', label: 'All objects' },
            ...OBJECT_KINDS.map((kind) => ({ value: kind, label: kind })),
          ]}
          onChange={(kind) =>
            onSearch({ ...search, kind: OBJECT_KINDS.find((known) => known === kind) }, false)
          }
        />
        <CopyAs texts={texts} what="this list" />
      </div>
      <Answered query={query} what="the audit log" lines={8}>
        {(rows) =>
          rows.items.length === 0 ? (
            <FilteredOut what="events" onClear={() => onSearch({}, false)} />
          ) : (
            <DataGrid
              label="Audit events"
              noun={['event', 'events']}
              rows={rows}
              columns={COLUMNS}
              keyOf={(row) => row.id}
              sort={sort}
              onSort={(next) => onSearch({ ...search, sort: next }, false)}
            />
          )
        }
      </Answered>
    </>
  );
}
