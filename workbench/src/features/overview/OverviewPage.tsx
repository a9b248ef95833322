import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAccess } from '@/lib/api/access';
import { auditQuery, deploymentsQuery, modelsQuery, quotasQuery } from '@/lib/api/queries';
import { useRows } from '@/lib/api/rows';
import type { AuditEvent, Deployment, Model, Permission, Quotas } from '@/lib/api/types';
import { formatBytes, formatCount, formatPercent, formatTotal } from '@/lib/format';
import { SmallTable } from '@/ui/DataGrid';
import { Code } from '@/ui/CopyAs';
import { Facts, PageHeader } from '@/ui/PageHeader';
import { Answered, Empty, Panel } from '@/ui/states';
import { StatusLabel } from '@/ui/StatusLabel';
import { Time } from '@/ui/Time';

const SHOWN = 8;

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="arm-panel" aria-label={title}>
      <h2>{title}</h2>
      <Panel what={title}>{children}</Panel>
    </section>
  );
}

function Live({ tenant, environment }: { tenant: string; environment: string }) {
  const query = useRows<Deployment>(deploymentsQuery(tenant, environment, { sort: 'at DESC' }));
  return (
    <Answered query={query} what="deployments">
      {(rows) =>
        rows.items.length === 0 ? (
          <Empty title={`Nothing is deployed in ${environment}`}>
            A deployment makes one version of a model answer.
          </Empty>
        ) : (
          <>
            <SmallTable
              label="Deployments"
              items={rows.items.slice(0, SHOWN)}
              keyOf={(row) => row.id}
              columns={[
                {
                  id: 'model',
                  header: 'Model',
                  yields: true,
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
                  cell: (row) => row.version ?? '\u2013',
                },
                { id: 'at', header: 'Since', cell: (row) => <Time at={row.at} /> },
                {
                  id: 'by',
                  header: 'By',
                  yields: true,
                  cell: (row) => <bdi title={row.by_name}>{row.by_name}</bdi>,
                },
              ]}
            />
            <p className="arm-total">
              {formatTotal(rows.total, rows.isExact, 'deployment', 'deployments')},{' '}
              <Link to="/t/$tenant/deployments" params={{ tenant }}>
                all deployments
              </Link>
            </p>
          </>
        )
      }
    </Answered>
  );
}

function Models({ tenant }: { tenant: string }) {
  const query = useRows<Model>(modelsQuery(tenant, { sort: 'updated_at DESC' }));
  return (
    <Answered query={query} what="models">
      {(rows) =>
        rows.items.length === 0 ? (
          <Empty
            title="There are no models yet"
            action={<Code what="the command" text="armillary models register churn churn.onnx" />}
          >
            A model is registered from Python or the command line; its versions never change.
          </Empty>
        ) : (
          <>
            <SmallTable
              label="Models"
              items={rows.items.slice(0, SHOWN)}
              keyOf={(row) => row.id}
              columns={[
                {
                  id: 'name',
                  header: 'Model',
                  yields: true,
                  cell: (row) => (
                    <Link
                      to="/t/$tenant/models/$model"
                      params={{ tenant, model: row.name }}
                      title={row.name}
                    >
                      <bdi>{row.name}</bdi>
                    </Link>
                  ),
                },
                { id: 'kind', header: 'Kind', cell: (row) => row.kind },
                {
                  id: 'latest',
                  header: 'Latest',
                  numeric: true,
                  cell: (row) => row.latest_version,
                },
                { id: 'updated', header: 'Changed', cell: (row) => <Time at={row.updated_at} /> },
              ]}
            />
            <p className="arm-total">
              {formatTotal(rows.total, rows.isExact, 'model', 'models')},{' '}
              <Link to="/t/$tenant/models" params={{ tenant }}>
                all models
              </Link>
            </p>
          </>
        )
      }
    </Answered>
  );
}

function Changes({ tenant }: { tenant: string }) {
  const query = useRows<AuditEvent>(auditQuery(tenant, { sort: 'sequence DESC' }));
  return (
    <Answered query={query} what="the last changes">
      {(rows) => (
        <SmallTable
          label="Last changes"
          items={rows.items.slice(0, SHOWN)}
          keyOf={(row) => row.id}
          columns={[
            { id: 'at', header: 'When', cell: (row) => <Time at={row.at} /> },
            {
              id: 'by',
              header: 'Who',
              yields: true,
              cell: (row) => <bdi title={row.by_name}>{row.by_name}</bdi>,
            },
            { id: 'action', header: 'Did', cell: (row) => <code>{row.action}</code> },
            {
              id: 'object',
              header: 'To',
              yields: true,
              cell: (row) => {
                const object = row.object_name ?? `a ${row.object_kind.replaceAll('_', ' ')}`;
                return <bdi title={object}>{object}</bdi>;
              },
            },
          ]}
        />
      )}
    </Answered>
  );
}

function share(used: number, limit: number): string {
  return limit === 0 ? '\u2013' : formatPercent(used / limit);
}

function Use({ tenant }: { tenant: string }) {
  const query = useQuery(quotasQuery(tenant));
  return (
    <Answered query={query} what="quotas">
      {(quotas: Quotas) => (
        <SmallTable
          label="Quotas"
          keyOf={(row) => row.name}
          items={[
            { name: 'Models', used: quotas.used.models, limit: quotas.limits.models },
            { name: 'Versions', used: quotas.used.versions, limit: quotas.limits.versions },
            {
              name: 'People and services',
              used: quotas.used.principals,
              limit: quotas.limits.principals,
            },
            { name: 'Tokens', used: quotas.used.tokens, limit: quotas.limits.tokens },
            {
              name: 'Stored bytes',
              used: quotas.used.stored_bytes,
              limit: quotas.limits.stored_bytes,
              say: formatBytes,
            },
          ].map((row) => ({ say: formatCount, ...row }))}
          columns={[
            { id: 'name', header: 'What', cell: (row) => row.name },
            { id: 'used', header: 'Used', numeric: true, cell: (row) => row.say(row.used) },
            { id: 'limit', header: 'Limit', numeric: true, cell: (row) => row.say(row.limit) },
            {
              id: 'share',
              header: 'Share',
              numeric: true,
              cell: (row) => share(row.used, row.limit),
            },
          ]}
        />
      )}
    </Answered>
  );
}

interface Part {
  title: string;
  permission: Permission;
  body: (tenant: string, environment: string) => ReactNode;
}

const PARTS: readonly Part[] = [
  {
    title: 'Live now',
    permission: 'deployments.list',
    body: (tenant, environment) => <Live tenant={tenant} environment={environment} />,
  },
  { title: 'Models', permission: 'models.list', body: (tenant) => <Models tenant={tenant} /> },
  {
    title: 'Last changes',
    permission: 'audit.list',
    body: (tenant) => <Changes tenant={tenant} />,
  },
  { title: 'Quotas', permission: 'quotas.get', body: (tenant) => <Use tenant={tenant} /> },
];

/** What is live, what changed, what is used: only what the person may see. */
export function OverviewPage({ tenant, environment }: { tenant: string; environment: string }) {
  const { membership, can } = useAccess(tenant);
  const parts = PARTS.filter((part) => can(part.permission));
  return (
    <div className="arm-page">
      <PageHeader
        title={membership?.display_name ?? tenant}
        {...(membership ? { status: <StatusLabel status={membership.state} /> } : {})}
      />
      {membership && (
        <Facts
          facts={[
            ['Tenant', tenant],
            ['Environment', environment],
            ['Your role', membership.role.replace('_', ' ')],
          ]}
        />
      )}
      {parts.length === 0 && (
        <Empty title="Nothing of this tenant is for your role to see">
          Your role here asks models and nothing else, or the tenant is not active. An admin of the
          tenant gives other roles.
        </Empty>
      )}
      <div className="arm-columns">
        {parts.map(({ title, body }) => (
          <Section key={title} title={title}>
            {body(tenant, environment)}
          </Section>
        ))}
      </div>
    </div>
  );
}
