import { Button, Tab, Tabs, TabTitleText } from '@patternfly/react-core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useAccess } from '@/lib/api/access';
import { deploy } from '@/lib/api/changes';
import { deploymentQuery, environmentsQuery, keys, versionQuery } from '@/lib/api/queries';
import type { AdmissionStep, Column, Version } from '@/lib/api/types';
import { formatBytes, formatFigure } from '@/lib/format';
import { versionSnippets } from '@/lib/snippets';
import { CopyAs } from '@/ui/CopyAs';
import { Identifier } from '@/ui/CopyButton';
import { SmallTable } from '@/ui/DataGrid';
import { DeployDialog } from '@/ui/DeployDialog';
import { Facts, PageHeader } from '@/ui/PageHeader';
import { useShortcut } from '@/ui/shortcuts';
import { Answered, Empty, Panel } from '@/ui/states';
import { StatusLabel } from '@/ui/StatusLabel';
import { Time } from '@/ui/Time';
import { TryIt } from './TryIt';
import { VERSION_TABS, type VersionTab } from './search';

const TITLES: Record<VersionTab, string> = {
  summary: 'Summary',
  admission: 'Admission',
  use: 'Use it',
};

interface Props {
  tenant: string;
  model: string;
  version: number;
  environment: string;
  tab: VersionTab;
  onTab: (tab: VersionTab) => void;
}

type Tensor = Version['inputs'][number];

function Tensors({ title, tensors }: { title: string; tensors: readonly Tensor[] }) {
  return (
    <section className="arm-panel" aria-label={title}>
      <h2>{title}</h2>
      <SmallTable
        label={title}
        items={tensors}
        keyOf={(tensor) => tensor.name}
        columns={[
          { id: 'name', header: 'Name', cell: (tensor) => <code>{tensor.name}</code> },
          { id: 'type', header: 'Type', cell: (tensor) => tensor.datatype },
          {
            id: 'shape',
            header: 'Shape',
            cell: (tensor) =>
              tensor.shape.map((size) => (size < 0 ? 'any' : size)).join(' x ') || 'one value',
          },
        ]}
      />
    </section>
  );
}

function boundsOf(column: Column): string {
  if (column.categories) return column.categories.map(String).join(', ');
  if (column.minimum === undefined && column.maximum === undefined) return 'any';
  return `${formatFigure(column.minimum)} to ${formatFigure(column.maximum)}`;
}

function absentOf(column: Column): string {
  if (column.required) return 'refused';
  return column.default === undefined || column.default === null
    ? 'counts as missing'
    : `counts as ${String(column.default)}`;
}

function Summary({ version }: { version: Version }) {
  const { signature } = version;
  return (
    <div className="arm-stack">
      {signature ? (
        <section className="arm-panel" aria-label="Columns">
          <h2>
            Columns of a record, for {signature.task}
            {signature.classes && ` into ${signature.classes.map(String).join(', ')}`}
          </h2>
          <SmallTable
            label="Columns"
            wraps
            items={signature.columns}
            keyOf={(column) => column.name}
            columns={[
              { id: 'name', header: 'Column', cell: (column) => <code>{column.name}</code> },
              { id: 'type', header: 'Type', cell: (column) => column.type },
              { id: 'absent', header: 'When left out', cell: absentOf },
              {
                id: 'null',
                header: 'null',
                cell: (column) => (column.nullable ? 'a missing value' : 'refused'),
              },
              { id: 'values', header: 'Values', cell: boundsOf },
            ]}
          />
        </section>
      ) : (
        <Empty title="This version has no signature of columns">
          It answers on the Open Inference Protocol (/v2) only. Registered from the Python client, a
          version gets a signature and takes records.
        </Empty>
      )}
      <div className="arm-columns">
        <Tensors title="Inputs" tensors={version.inputs} />
        <Tensors title="Outputs" tensors={version.outputs} />
      </div>
    </div>
  );
}

const STEPS: Record<AdmissionStep['step'], string> = {
  structure: 'The file is a sound ONNX graph',
  operators: 'It uses only operators that may run here',
  bounds: 'Its sizes are bounded',
  signature: 'Its columns, classes and examples fit the graph',
};

function Admission({ version }: { version: Version }) {
  return (
    <SmallTable
      label="Admission"
      wraps
      items={version.admission}
      keyOf={(step) => step.step}
      columns={[
        { id: 'step', header: 'Step', cell: (step) => step.step },
        { id: 'means', header: 'What it checks', cell: (step) => STEPS[step.step] },
        { id: 'state', header: 'Result', cell: (step) => <StatusLabel status={step.state} /> },
        {
          id: 'reason',
          header: 'Reason',
          cell: (step) =>
            step.code === undefined ? (
              '\u2013'
            ) : (
              <>
                {step.message} <code>{step.code}</code>
              </>
            ),
        },
      ]}
    />
  );
}

function Use({
  tenant,
  version,
  environment,
}: {
  tenant: string;
  version: Version;
  environment: string;
}) {
  const live = useQuery(deploymentQuery(tenant, environment, version.model));
  const place = { tenant, environment, model: version.model };
  const { signature } = version;
  return (
    <Answered query={live} what="what is live">
      {(deployment) => (
        <div className="arm-stack">
          {deployment?.version === version.number ? null : (
            <p role="note">
              {deployment?.version === undefined
                ? `Nothing of this model answers in ${environment} now. Deploy a version first.`
                : `In ${environment} version ${deployment.version} answers now, not this one.`}
            </p>
          )}
          {signature ? (
            <TryIt place={place} columns={signature.columns} />
          ) : (
            <Empty title="This version takes no records">
              Without a signature of columns it answers tensors on /v2 only.
            </Empty>
          )}
        </div>
      )}
    </Answered>
  );
}

function Deploy({
  tenant,
  version,
  environment,
}: {
  tenant: string;
  version: Version;
  environment: string;
}) {
  const queries = useQueryClient();
  const { can } = useAccess(tenant);
  const [open, setOpen] = useState(false);
  const query = useQuery(deploymentQuery(tenant, environment, version.model));
  const live = query.data?.version;
  const rung = useQuery(environmentsQuery).data?.items.find((item) => item.name === environment);
  const may = can('deployments.create') && rung?.can.includes('deployments.create');
  if (!may || version.state !== 'servable') return null;
  return (
    <>
      <Button onClick={() => setOpen(true)} isDisabled={query.isPending || live === version.number}>
        {live === version.number ? `Live in ${environment}` : `Deploy in ${environment}`}
      </Button>
      {open && (
        <DeployDialog
          model={version.model}
          environment={environment}
          live={live}
          versions={[version.number]}
          chosen={version.number}
          onClose={() => setOpen(false)}
          onDeploy={async (number, expected) => {
            await deploy(
              { tenant, environment, model: version.model },
              { version: number, expected_version: expected },
            );
            await queries.invalidateQueries({ queryKey: keys.deployments(tenant) });
            setOpen(false);
          }}
        />
      )}
    </>
  );
}

/** One version: what it takes, what admission found, how to ask it. */
export function VersionPage({ tenant, model, version, environment, tab, onTab }: Props) {
  const query = useQuery(versionQuery(tenant, model, version));
  const step = (by: number) => {
    const place = (VERSION_TABS.indexOf(tab) + by + VERSION_TABS.length) % VERSION_TABS.length;
    onTab(VERSION_TABS[place] ?? 'summary');
  };
  useShortcut('[', 'Previous tab', () => step(-1));
  useShortcut(']', 'Next tab', () => step(1));
  return (
    <div className="arm-page">
      <Answered query={query} what="the version">
        {(found) => (
          <>
            <PageHeader
              title={`Version ${found.number}`}
              above={[
                <Link key="models" to="/t/$tenant/models" params={{ tenant }}>
                  Models
                </Link>,
                <Link key="model" to="/t/$tenant/models/$model" params={{ tenant, model }}>
                  <bdi>{model}</bdi>
                </Link>,
              ]}
              status={<StatusLabel status={found.state} />}
              id={<Identifier text={found.id} what="the id of the version" />}
              actions={
                <>
                  <CopyAs
                    texts={versionSnippets(window.location.origin, tenant, model, version)}
                    what="this version"
                  />
                  <Deploy tenant={tenant} version={found} environment={environment} />
                </>
              }
            />
            <Facts
              facts={[
                ['Kind', found.kind],
                ['Size', formatBytes(found.size_bytes)],
                ['Class', found.size_class],
                ['Created', <Time key="created" at={found.created_at} />],
                [
                  'Digest',
                  <Identifier
                    key="digest"
                    text={found.digest}
                    shown={`${found.digest.slice(0, 23)}\u2026`}
                    what="the digest"
                  />,
                ],
              ]}
            />
            <Tabs
              activeKey={tab}
              onSelect={(_, key) => onTab(VERSION_TABS.find((known) => known === key) ?? 'summary')}
              aria-label="Parts of the version"
              mountOnEnter
              unmountOnExit
            >
              {VERSION_TABS.map((key) => (
                <Tab key={key} eventKey={key} title={<TabTitleText>{TITLES[key]}</TabTitleText>}>
                  <div className="arm-tab">
                    <Panel what={TITLES[key]}>
                      {key === 'summary' && <Summary version={found} />}
                      {key === 'admission' && <Admission version={found} />}
                      {key === 'use' && (
                        <Use tenant={tenant} version={found} environment={environment} />
                      )}
                    </Panel>
                  </div>
                </Tab>
              ))}
            </Tabs>
          </>
        )}
      </Answered>
    </div>
  );
}
