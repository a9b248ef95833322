import { Button, FormGroup, TextInput } from '@patternfly/react-core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type SubmitEvent, useId, useState } from 'react';
import { deploy, type Place, rollBack, stop } from '@/lib/api/changes';
import { deploymentQuery, historyQuery, keys, liveAtQuery, versionsQuery } from '@/lib/api/queries';
import { useRows } from '@/lib/api/rows';
import type { Deployment, VersionSummary } from '@/lib/api/types';
import { equals } from '@/lib/filter';
import { listSnippets } from '@/lib/snippets';
import { ActionDialog } from '@/ui/ActionDialog';
import { CopyAs } from '@/ui/CopyAs';
import { Identifier } from '@/ui/CopyButton';
import { type Column, DataGrid } from '@/ui/DataGrid';
import { DeployDialog } from '@/ui/DeployDialog';
import { Facts, PageHeader } from '@/ui/PageHeader';
import { Answered, Empty, Panel } from '@/ui/states';
import { StatusLabel } from '@/ui/StatusLabel';
import { Time } from '@/ui/Time';

interface Props {
  place: Place;
  /** The moment that is asked about, RFC 3339. */
  at: string | undefined;
  onAt: (at: string | undefined) => void;
}

const HISTORY: Column<Deployment>[] = [
  { id: 'sequence', header: 'Entry', cell: (row) => row.sequence },
  { id: 'at', header: 'When', cell: (row) => <Time at={row.at} /> },
  { id: 'action', header: 'What', cell: (row) => <StatusLabel status={row.action} /> },
  {
    id: 'version',
    header: 'Live from then',
    numeric: true,
    cell: (row) => row.version ?? <span title="Nothing answered from then on">{'\u2013'}</span>,
  },
  {
    id: 'before',
    header: 'Live before',
    numeric: true,
    cell: (row) => row.previous_version ?? <span title="Nothing was live before">{'\u2013'}</span>,
  },
  { id: 'who', header: 'Who', cell: (row) => <bdi>{row.by_name}</bdi> },
  {
    id: 'signature',
    header: 'Signature',
    cell: (row) => (
      <Identifier
        text={row.signature}
        shown={`${row.signature.slice(0, 18)}\u2026`}
        what={`the signature of entry ${row.sequence}`}
      />
    ),
  },
];

function History({ place }: { place: Place }) {
  const { tenant, environment, model } = place;
  const query = useRows<Deployment>(
    historyQuery(tenant, environment, model, { sort: 'sequence DESC' }),
  );
  return (
    <section className="arm-panel" aria-label="History">
      <h2>History</h2>
      <Answered query={query} what="the history">
        {(rows) =>
          rows.items.length === 0 ? (
            <Empty title="Nothing was deployed here yet">
              Every deployment, roll back and stop becomes a signed entry here, and none is ever
              changed.
            </Empty>
          ) : (
            <DataGrid
              label="History"
              noun={['entry', 'entries']}
              rows={rows}
              columns={HISTORY}
              keyOf={(row) => row.id}
              sort="sequence DESC"
            />
          )
        }
      </Answered>
    </section>
  );
}

/** "2026-11-24T10:00", as a field of a form has it, in the zone of this browser. */
function localText(at: string | undefined): string {
  const time = at === undefined ? new Date() : new Date(at);
  const shifted = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

function LiveAt({ place, at, onAt }: Props) {
  const field = useId();
  const [text, setText] = useState(() => localText(at));
  const { tenant, environment, model } = place;
  const query = useQuery({
    ...liveAtQuery(tenant, environment, model, at ?? ''),
    enabled: at !== undefined,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const time = new Date(text);
    onAt(Number.isNaN(time.getTime()) ? undefined : time.toISOString());
  };
  return (
    <section className="arm-panel" aria-label="What was live then">
      <h2>What was live then</h2>
      <form className="arm-toolbar" onSubmit={submit}>
        <FormGroup label="Date and time, in the zone of this browser" fieldId={field}>
          <TextInput
            id={field}
            type="datetime-local"
            value={text}
            onChange={(_, next) => setText(next)}
          />
        </FormGroup>
        <Button type="submit" variant="secondary">
          Show
        </Button>
      </form>
      {at !== undefined && (
        <Answered query={query} what="what was live">
          {(entry) => (
            <p role="status">
              At <Time at={at} />{' '}
              {entry?.version === undefined ? (
                'nothing of this model answered here.'
              ) : (
                <>
                  <strong>version {entry.version}</strong> answered, since <Time at={entry.at} />,
                  by <bdi>{entry.by_name}</bdi>.
                </>
              )}
            </p>
          )}
        </Answered>
      )}
    </section>
  );
}

interface Opened {
  kind: 'deploy' | 'rollback' | 'stop';
  /** What was live then: a change in between is a conflict, not overwritten. */
  live: Deployment;
}

interface DialogProps {
  place: Place;
  live: Deployment;
  onClose: () => void;
  onDone: () => Promise<void>;
}

function RollBack({ place, live, onClose, onDone }: DialogProps) {
  const back = live.previous_version;
  if (back === undefined) return null;
  return (
    <ActionDialog
      title={`Roll back ${place.model} in ${place.environment}`}
      verb={`Roll back to version ${back}`}
      onClose={onClose}
      onDo={async () => {
        await rollBack(place, { expected_version: live.version ?? 0 });
        await onDone();
      }}
    >
      <p>
        {live.version === undefined
          ? `Nothing answers now. From then on version ${back} answers again.`
          : `Version ${live.version} answers now. From then on every new request is answered by version ${back}; version ${live.version} stays ready.`}
      </p>
    </ActionDialog>
  );
}

function Stop({ place, live, onClose, onDone }: DialogProps) {
  const { tenant, environment, model } = place;
  return (
    <ActionDialog
      title={`Stop ${model} in ${environment}`}
      verb="Stop answering"
      isDanger
      onClose={onClose}
      onDo={async () => {
        await stop(place, { expected_version: live.version ?? 0 });
        await onDone();
      }}
    >
      <p>
        Every program of {tenant} that asks this model in {environment} gets an error from then on,
        until a version is deployed or rolled back to. Nothing is deleted.
      </p>
    </ActionDialog>
  );
}

function Actions({ place, live }: { place: Place; live: Deployment }) {
  const { tenant, environment, model } = place;
  const queries = useQueryClient();
  const [opened, setOpened] = useState<Opened>();
  const may = new Set(live.can);
  const versions = useRows<VersionSummary>(
    versionsQuery(tenant, model, { filter: equals('state', 'servable'), sort: 'number DESC' }),
  );
  const open = (kind: Opened['kind']) => setOpened({ kind, live });
  const onClose = () => setOpened(undefined);
  const onDone = async () => {
    await queries.invalidateQueries({ queryKey: keys.deployments(tenant) });
    onClose();
  };
  const back = live.previous_version;
  const shown = opened && { place, live: opened.live, onClose, onDone };
  return (
    <>
      {may.has('deployments.stop') && live.state === 'live' && (
        <Button variant="secondary" isDanger onClick={() => open('stop')}>
          Stop
        </Button>
      )}
      {may.has('deployments.rollback') && back !== undefined && (
        <Button variant="secondary" onClick={() => open('rollback')}>
          Roll back to version {back}
        </Button>
      )}
      {may.has('deployments.create') && (
        <Button onClick={() => open('deploy')} isDisabled={!versions.data}>
          Deploy another version
        </Button>
      )}
      {opened?.kind === 'deploy' && versions.data && (
        <DeployDialog
          model={model}
          environment={environment}
          live={opened.live.version}
          versions={versions.data.items.map((row) => row.number)}
          onClose={onClose}
          onDeploy={async (version, expected) => {
            await deploy(place, { version, expected_version: expected });
            await onDone();
          }}
        />
      )}
      {opened?.kind === 'rollback' && shown && <RollBack {...shown} />}
      {opened?.kind === 'stop' && shown && <Stop {...shown} />}
    </>
  );
}

/** One model in one environment: what is live, what was, and how to change it. */
export function DeploymentPage({ place, at, onAt }: Props) {
  const { tenant, environment, model } = place;
  const query = useQuery(deploymentQuery(tenant, environment, model));
  const texts = listSnippets(window.location.origin, {
    tenant,
    environment,
    path: `deployments/${encodeURIComponent(model)}/history`,
    python: 'deployments.history',
    first: model,
    cli: `deployments history ${JSON.stringify(model)}`,
    listing: {},
  });
  return (
    <div className="arm-page">
      <Answered query={query} what="the deployment">
        {(live) => (
          <>
            <PageHeader
              title={model}
              above={[
                <Link key="deployments" to="/t/$tenant/deployments" params={{ tenant }}>
                  Deployments in {environment}
                </Link>,
              ]}
              status={live ? <StatusLabel status={live.state} /> : 'never deployed'}
              actions={
                <>
                  <CopyAs texts={texts} what="this history" />
                  {live && <Actions place={place} live={live} />}
                </>
              }
            />
            {live && (
              <Facts
                facts={[
                  [
                    'Version',
                    live.version === undefined ? (
                      '\u2013'
                    ) : (
                      <Link
                        key="version"
                        to="/t/$tenant/models/$model/versions/$version"
                        params={{ tenant, model, version: String(live.version) }}
                      >
                        {live.version}
                      </Link>
                    ),
                  ],
                  ['Since', <Time key="since" at={live.at} />],
                  ['By', <bdi key="by">{live.by_name}</bdi>],
                  ['Before it', live.previous_version ?? '\u2013'],
                  ['Environment', environment],
                ]}
              />
            )}
            <Panel what="What was live then">
              <LiveAt place={place} at={at} onAt={onAt} />
            </Panel>
            <Panel what="History">
              <History place={place} />
            </Panel>
          </>
        )}
      </Answered>
    </div>
  );
}
