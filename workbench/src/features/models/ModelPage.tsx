import { Button } from '@patternfly/react-core';
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useAccess } from '@/lib/api/access';
import { deploy } from '@/lib/api/changes';
import {
  deploymentQuery,
  environmentsQuery,
  keys,
  modelQuery,
  versionsQuery,
} from '@/lib/api/queries';
import { useRows } from '@/lib/api/rows';
import type { Deployment, Model, VersionSummary } from '@/lib/api/types';
import { equals } from '@/lib/filter';
import { formatBytes, shortHash } from '@/lib/format';
import { listSnippets } from '@/lib/snippets';
import { CopyAs } from '@/ui/CopyAs';
import { Identifier } from '@/ui/CopyButton';
import { type Column, SmallTable } from '@/ui/DataGrid';
import { DeployDialog } from '@/ui/DeployDialog';
import { optionsOf } from '@/ui/FilterBar';
import { FilteredList } from '@/ui/FilteredList';
import { Facts, PageHeader } from '@/ui/PageHeader';
import { Answered, Empty, Panel } from '@/ui/states';
import { StatusLabel } from '@/ui/StatusLabel';
import { Time } from '@/ui/Time';
import { type ModelSearch, VERSION_STATES } from './search';

interface Props {
  tenant: string;
  model: string;
  environment: string;
  search: ModelSearch;
  onSearch: (search: ModelSearch) => void;
  onOpen: (version: number) => void;
}

function columnsIn(tenant: string, model: string): Column<VersionSummary>[] {
  return [
    {
      id: 'number',
      header: 'Version',
      sort: 'number',
      cell: (row) => (
        <Link
          to="/t/$tenant/models/$model/versions/$version"
          params={{ tenant, model, version: String(row.number) }}
        >
          {row.number}
        </Link>
      ),
    },
    { id: 'state', header: 'Admission', cell: (row) => <StatusLabel status={row.state} /> },
    {
      id: 'size',
      header: 'Size',
      sort: 'size_bytes',
      numeric: true,
      cell: (row) => <span title={`${row.size_bytes} B`}>{formatBytes(row.size_bytes)}</span>,
    },
    { id: 'class', header: 'Class', cell: (row) => row.size_class },
    {
      id: 'digest',
      header: 'Digest',
      cell: (row) => (
        <Identifier
          text={row.digest}
          shown={shortHash(row.digest)}
          what={`the digest of version ${row.number}`}
        />
      ),
    },
    {
      id: 'created',
      header: 'Created',
      sort: 'created_at',
      cell: (row) => <Time at={row.created_at} />,
    },
  ];
}

function Versions({ tenant, model, search, onSearch, onOpen }: Omit<Props, 'environment'>) {
  const sort = search.sort ?? 'number DESC';
  const filter = equals('state', search.state);
  const query = useRows<VersionSummary>(versionsQuery(tenant, model, { filter, sort }));
  return (
    <section className="arm-panel" aria-label="Versions">
      <h2>Versions</h2>
      <FilteredList
        label="Versions"
        noun={['version', 'versions']}
        query={query}
        what="versions"
        columns={columnsIn(tenant, model)}
        keyOf={(row) => row.id}
        sort={sort}
        onOpen={(row) => onOpen(row.number)}
        search={search}
        onSearch={onSearch}
        choices={[
          {
            key: 'state',
            label: 'State of admission',
            options: optionsOf('All states', VERSION_STATES),
          },
        ]}
      />
    </section>
  );
}

interface Rung {
  environment: string;
  live: Deployment | null;
}

/** What is live of the model on each rung that the person may see. */
function Ladder({ tenant, model }: { tenant: string; model: string }) {
  const environments = useQuery(environmentsQuery);
  const names = (environments.data?.items ?? [])
    .filter((environment) => environment.can.includes('deployments.list'))
    .map((environment) => environment.name);
  const live = useQueries({
    queries: names.map((environment) => deploymentQuery(tenant, environment, model)),
  });
  const rungs: Rung[] = names.map((environment, index) => ({
    environment,
    live: live[index]?.data ?? null,
  }));
  return (
    <section className="arm-panel" aria-label="Where it is live">
      <h2>Where it is live</h2>
      <Answered query={environments} what="environments">
        {() =>
          rungs.length === 0 ? (
            <Empty title="No environment is for you to see">
              Your role here reads no deployments.
            </Empty>
          ) : (
            <SmallTable
              label="Where it is live"
              items={rungs}
              keyOf={(rung) => rung.environment}
              columns={[
                {
                  id: 'environment',
                  header: 'Environment',
                  cell: (rung) => (
                    <Link
                      to="/t/$tenant/deployments/$model"
                      params={{ tenant, model }}
                      search={{ environment: rung.environment }}
                    >
                      {rung.environment}
                    </Link>
                  ),
                },
                {
                  id: 'state',
                  header: 'State',
                  cell: (rung) =>
                    rung.live ? <StatusLabel status={rung.live.state} /> : 'never deployed',
                },
                {
                  id: 'version',
                  header: 'Version',
                  numeric: true,
                  cell: (rung) => rung.live?.version ?? '\u2013',
                },
                { id: 'at', header: 'Since', cell: (rung) => <Time at={rung.live?.at} /> },
                {
                  id: 'by',
                  header: 'By',
                  cell: (rung) => <bdi>{rung.live?.by_name ?? '\u2013'}</bdi>,
                },
              ]}
            />
          )
        }
      </Answered>
    </section>
  );
}

function Deploy({
  tenant,
  model,
  environment,
}: {
  tenant: string;
  model: Model;
  environment: string;
}) {
  const queries = useQueryClient();
  const { can } = useAccess(tenant);
  const [open, setOpen] = useState(false);
  const live = useQuery(deploymentQuery(tenant, environment, model.name));
  const versions = useRows<VersionSummary>(
    versionsQuery(tenant, model.name, { filter: equals('state', 'servable'), sort: 'number DESC' }),
  );
  const rung = useQuery(environmentsQuery).data?.items.find((item) => item.name === environment);
  if (!can('deployments.create') || !rung?.can.includes('deployments.create')) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)} isDisabled={!versions.data || live.isPending}>
        Deploy in {environment}
      </Button>
      {open && versions.data && (
        <DeployDialog
          model={model.name}
          environment={environment}
          live={live.data?.version}
          versions={versions.data.items.map((row) => row.number)}
          onClose={() => setOpen(false)}
          onDeploy={async (chosen, expected) => {
            await deploy(
              { tenant, environment, model: model.name },
              { version: chosen, expected_version: expected },
            );
            await queries.invalidateQueries({ queryKey: keys.deployments(tenant) });
            setOpen(false);
          }}
        />
      )}
    </>
  );
}

/** A model: its versions, and where each is live. */
export function ModelPage(props: Props) {
  const { tenant, model, environment, search } = props;
  const query = useQuery(modelQuery(tenant, model));
  const texts = listSnippets(window.location.origin, {
    tenant,
    path: `models/${encodeURIComponent(model)}/versions`,
    python: 'versions.list',
    first: model,
    cli: `versions list ${JSON.stringify(model)}`,
    listing: { filter: equals('state', search.state), sort: search.sort ?? '' },
  });
  return (
    <div className="arm-page">
      <Answered query={query} what="the model">
        {(found) => (
          <>
            <PageHeader
              title={found.name}
              above={[
                <Link key="models" to="/t/$tenant/models" params={{ tenant }}>
                  Models
                </Link>,
              ]}
              id={<Identifier text={found.id} what="the id of the model" />}
              actions={
                <>
                  <CopyAs texts={texts} what="these versions" />
                  <Deploy tenant={tenant} model={found} environment={environment} />
                </>
              }
            />
            <Facts
              facts={[
                ['Kind', found.kind],
                ['Versions', found.versions],
                ['Latest', found.latest_version],
                ['Created', <Time key="created" at={found.created_at} />],
                ['Changed', <Time key="updated" at={found.updated_at} />],
              ]}
            />
            <Panel what="Where it is live">
              <Ladder tenant={tenant} model={model} />
            </Panel>
            <Panel what="Versions">
              <Versions {...props} />
            </Panel>
          </>
        )}
      </Answered>
    </div>
  );
}
