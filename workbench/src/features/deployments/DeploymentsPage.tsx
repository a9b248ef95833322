import { Link } from '@tanstack/react-router';
import { deploymentsQuery } from '@/lib/api/queries';
import { useRows } from '@/lib/api/rows';
import type { Deployment } from '@/lib/api/types';
import { all, contains, equals } from '@/lib/filter';
import { listSnippets } from '@/lib/snippets';
import { Choice } from '@/ui/Choice';
import { CopyAs } from '@/ui/CopyAs';
import { type Column, DataGrid } from '@/ui/DataGrid';
import { FilterInput } from '@/ui/FilterInput';
import { PageHeader } from '@/ui/PageHeader';
import { Answered, Empty, FilteredOut } from '@/ui/states';
import { StatusLabel } from '@/ui/StatusLabel';
import { Time } from '@/ui/Time';
import { DEPLOYMENT_STATES, type DeploymentsSearch } from './search';

interface Props {
  tenant: string;
  environment: string;
  search: DeploymentsSearch;
  onSearch: (search: DeploymentsSearch, isTyping: boolean) => void;
  onOpen: (model: string) => void;
}

function columnsIn(tenant: string): Column<Deployment>[] {
  return [
    {
      id: 'model',
      header: 'Model',
      sort: 'model',
      cell: (row) => (
        <Link
          to="/t/$tenant/deployments/$model"
          params={{ tenant, model: row.model }}
          title={row.model}
        >
          <bdi>{row.model}</bdi>
        </Link>
      ),
    },
    { id: 'state', header: 'State', cell: (row) => <StatusLabel status={row.state} /> },
    {
      id: 'version',
      header: 'Version',
      numeric: true,
      cell: (row) =>
        row.version === undefined ? (
          <span title="Stopped: nothing answers">{'\u2013'}</span>
        ) : (
          <Link
            to="/t/$tenant/models/$model/versions/$version"
            params={{ tenant, model: row.model, version: String(row.version) }}
            aria-label={`Version ${row.version} of ${row.model}`}
          >
            {row.version}
          </Link>
        ),
    },
    {
      id: 'before',
      header: 'Before it',
      numeric: true,
      cell: (row) =>
        row.previous_version ?? <span title="Nothing was live before">{'\u2013'}</span>,
    },
    { id: 'action', header: 'By', cell: (row) => <StatusLabel status={row.action} /> },
    { id: 'who', header: 'Who', cell: (row) => <bdi>{row.by_name}</bdi> },
    { id: 'at', header: 'Since', sort: 'at', cell: (row) => <Time at={row.at} /> },
  ];
}

/** What is live in one environment, or was stopped last. */
export function DeploymentsPage({ tenant, environment, search, onSearch, onOpen }: Props) {
  const sort = search.sort ?? 'model ASC';
  const filter = all(contains('model', search.q ?? ''), equals('state', search.state));
  const listing = { filter, sort };
  const query = useRows<Deployment>(deploymentsQuery(tenant, environment, listing));
  const texts = listSnippets(window.location.origin, {
    tenant,
    environment,
    path: 'deployments',
    python: 'deployments.list',
    cli: 'deployments list',
    listing,
  });
  return (
    <div className="arm-page">
      <PageHeader
        title={`Deployments in ${environment}`}
        actions={<CopyAs texts={texts} what="this list" />}
      />
      <div className="arm-toolbar">
        <FilterInput
          label="Filter by model"
          value={search.q ?? ''}
          onChange={(q) => onSearch({ ...search, q }, true)}
        />
        <Choice
          label="State"
          value={search.state ?? ''}
          options={[
            { value: '', label: 'Live and stopped' },
            ...DEPLOYMENT_STATES.map((state) => ({ value: state, label: state })),
          ]}
          onChange={(state) =>
            onSearch(
              { ...search, state: DEPLOYMENT_STATES.find((known) => known === state) },
              false,
            )
          }
        />
      </div>
      <Answered query={query} what="deployments" lines={8}>
        {(rows) => {
          if (rows.items.length > 0) {
            return (
              <DataGrid
                label="Deployments"
                noun={['deployment', 'deployments']}
                rows={rows}
                columns={columnsIn(tenant)}
                keyOf={(row) => row.id}
                sort={sort}
                onSort={(next) => onSearch({ ...search, sort: next }, false)}
                onOpen={(row) => onOpen(row.model)}
              />
            );
          }
          if (filter !== '') {
            return <FilteredOut what="deployments" onClear={() => onSearch({}, false)} />;
          }
          return (
            <Empty
              title={`Nothing was ever deployed in ${environment}`}
              action={
                <Link to="/t/$tenant/models" params={{ tenant }}>
                  Choose a model to deploy
                </Link>
              }
            >
              A deployment makes one version of a model answer in an environment.
            </Empty>
          );
        }}
      </Answered>
    </div>
  );
}
