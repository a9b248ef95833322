import { Link } from '@tanstack/react-router';
import { deploymentsQuery } from '@/lib/api/queries';
import { useRows } from '@/lib/api/rows';
import type { Deployment } from '@/lib/api/types';
import { all, contains, equals } from '@/lib/filter';
import { listSnippets } from '@/lib/snippets';
import type { Column } from '@/ui/DataGrid';
import { optionsOf } from '@/ui/FilterBar';
import { FilteredList } from '@/ui/FilteredList';
import { PageHeader } from '@/ui/PageHeader';
import { Empty } from '@/ui/states';
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
      <PageHeader title={`Deployments in ${environment}`} />
      <FilteredList
        label="Deployments"
        noun={['deployment', 'deployments']}
        query={query}
        what="deployments"
        columns={columnsIn(tenant)}
        keyOf={(row) => row.id}
        sort={sort}
        onOpen={(row) => onOpen(row.model)}
        search={search}
        onSearch={onSearch}
        texts={[{ key: 'q', label: 'Filter by model' }]}
        choices={[
          {
            key: 'state',
            label: 'State',
            options: optionsOf('Live and stopped', DEPLOYMENT_STATES),
          },
        ]}
        copy={texts}
        empty={
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
        }
      />
    </div>
  );
}
