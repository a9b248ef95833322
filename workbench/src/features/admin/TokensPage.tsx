import {
  Alert,
  Button,
  FormGroup,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  TextInput,
} from '@patternfly/react-core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAccess } from '@/lib/api/access';
import { createToken, revokeToken } from '@/lib/api/changes';
import { environmentsQuery, keys, tokensQuery } from '@/lib/api/queries';
import { useRows } from '@/lib/api/rows';
import type { Role, Token, TokenCreated } from '@/lib/api/types';
import { grantable, roles } from '@/lib/contract/roles';
import { all, contains, equals } from '@/lib/filter';
import { listSnippets } from '@/lib/snippets';
import { ActionDialog } from '@/ui/ActionDialog';
import { Choice } from '@/ui/Choice';
import { CopyButton, Identifier } from '@/ui/CopyButton';
import { type Column, RowAction } from '@/ui/DataGrid';
import { optionsOf } from '@/ui/FilterBar';
import { FilteredList } from '@/ui/FilteredList';
import { PageHeader } from '@/ui/PageHeader';
import { Empty } from '@/ui/states';
import { StatusLabel } from '@/ui/StatusLabel';
import { Time } from '@/ui/Time';
import { roleWord, TOKEN_STATES, type TokensSearch } from './search';

const DAY = 86_400;
const LIVES = [
  { value: String(DAY), label: '1 day' },
  { value: String(7 * DAY), label: '7 days' },
  { value: String(30 * DAY), label: '30 days' },
  { value: String(90 * DAY), label: '90 days' },
  { value: String(365 * DAY), label: '1 year' },
];

interface Props {
  tenant: string;
  search: TokensSearch;
  onSearch: (search: TokensSearch, isTyping: boolean) => void;
}

function columnsWith(onRevoke: (token: Token) => void): Column<Token>[] {
  return [
    {
      id: 'id',
      header: 'Token',
      cell: (row) => (
        <Identifier
          text={row.id}
          shown={`\u2026${row.id.slice(-8)}`}
          what={`the id of the token ${row.id}`}
        />
      ),
    },
    { id: 'owner', header: 'Of', cell: (row) => <bdi>{row.principal_name}</bdi> },
    {
      id: 'role',
      header: 'Role',
      cell: (row) => <span title={roles[row.role]}>{roleWord(row.role)}</span>,
    },
    {
      id: 'narrowed',
      header: 'Narrowed to',
      cell: (row) => {
        const parts = [...(row.scopes ?? []), ...(row.models ?? [])];
        return <span title={parts.join('\n')}>{parts.join(', ') || '\u2013'}</span>;
      },
    },
    { id: 'environment', header: 'Environment', cell: (row) => row.environment },
    { id: 'state', header: 'State', cell: (row) => <StatusLabel status={row.state} /> },
    {
      id: 'used',
      header: 'Last used',
      sort: 'last_used_at',
      cell: (row) => <Time at={row.last_used_at} none="Not used yet" />,
    },
    {
      id: 'expires',
      header: 'Ends',
      sort: 'expires_at',
      cell: (row) => <Time at={row.expires_at} />,
    },
    {
      id: 'do',
      header: 'Do',
      cell: (row) =>
        row.can.includes('tokens.revoke') && row.state === 'active' ? (
          <RowAction
            label={
              <>
                Revoke<span className="pf-v6-screen-reader"> token {row.id}</span>
              </>
            }
            onClick={() => onRevoke(row)}
          />
        ) : (
          '\u2013'
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

interface Draft {
  owner: string;
  role: Role;
  environment: string;
  models: string;
  seconds: number;
}

function Create({
  tenant,
  mine,
  onClose,
  onMade,
}: {
  tenant: string;
  mine: Role;
  onClose: () => void;
  onMade: (made: TokenCreated) => void;
}) {
  const queries = useQueryClient();
  const offered = grantable[mine].filter((role) => role !== 'operator' || tenant === 'house');
  const environments = useQuery(environmentsQuery).data?.items ?? [];
  const [draft, setDraft] = useState<Draft>({
    owner: '',
    role: offered[0] ?? mine,
    environment: 'research',
    models: '',
    seconds: 90 * DAY,
  });
  const models = draft.models
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const asksModels = draft.role === 'caller';
  return (
    <ActionDialog
      title={`Create a token in ${tenant}`}
      verb="Create"
      isDisabled={asksModels && models.length === 0}
      onClose={onClose}
      onDo={async () => {
        const made = await createToken(tenant, {
          role: draft.role,
          environment: draft.environment,
          expires_in_seconds: draft.seconds,
          ...(draft.owner.trim() ? { principal: draft.owner.trim() } : {}),
          ...(asksModels ? { models } : {}),
        });
        await queries.invalidateQueries({ queryKey: keys.tokens(tenant) });
        onMade(made);
      }}
    >
      <FormGroup label="Of whom: a name of this tenant; empty for yourself" fieldId="token-owner">
        <TextInput
          id="token-owner"
          value={draft.owner}
          onChange={(_, owner) => setDraft({ ...draft, owner })}
        />
      </FormGroup>
      <FormGroup label="Role: none above yours or the owner's" fieldId="token-role">
        <Choice
          id="token-role"
          label="Role"
          value={draft.role}
          options={offered.map((one) => ({ value: one, label: roleWord(one) }))}
          onChange={(next) =>
            setDraft({ ...draft, role: offered.find((one) => one === next) ?? draft.role })
          }
        />
      </FormGroup>
      {asksModels && (
        <FormGroup label="Models that it may ask, with commas between them" fieldId="token-models">
          <TextInput
            id="token-models"
            value={draft.models}
            onChange={(_, text) => setDraft({ ...draft, models: text })}
          />
        </FormGroup>
      )}
      <FormGroup label="Environment" fieldId="token-environment">
        <Choice
          id="token-environment"
          label="Environment"
          value={draft.environment}
          options={environments.map(({ name }) => ({ value: name, label: name }))}
          onChange={(environment) => setDraft({ ...draft, environment })}
        />
      </FormGroup>
      <FormGroup label="Ends after" fieldId="token-life">
        <Choice
          id="token-life"
          label="Ends after"
          value={String(draft.seconds)}
          options={LIVES}
          onChange={(seconds) => setDraft({ ...draft, seconds: Number(seconds) })}
        />
      </FormGroup>
      <p>{roles[draft.role]}. Its secret is shown once, in the next step.</p>
    </ActionDialog>
  );
}

/** The only sight of the secret; nothing but the button closes it. */
function Secret({ made, onClose }: { made: TokenCreated; onClose: () => void }) {
  return (
    <Modal isOpen variant="small" aria-label="The new token" onEscapePress={() => undefined}>
      <ModalHeader title="The new token" />
      <ModalBody>
        <Alert variant="warning" isInline title="Copy it now: it is not shown again">
          Whoever has it acts as <bdi>{made.principal_name}</bdi> until it ends or is revoked. If it
          is lost, revoke it and make another.
        </Alert>
        <div className="arm-code">
          <code className="arm-secret" data-testid="secret">
            {made.token}
          </code>
          <CopyButton text={made.token} what="the token" />
        </div>
      </ModalBody>
      <ModalFooter>
        <Button onClick={onClose}>I have copied it</Button>
      </ModalFooter>
    </Modal>
  );
}

/** The tokens of the tenant that the person may see: their own, or all. */
export function TokensPage({ tenant, search, onSearch }: Props) {
  const { can, membership } = useAccess(tenant);
  const queries = useQueryClient();
  const [creates, setCreates] = useState(false);
  const [made, setMade] = useState<TokenCreated>();
  const [revoked, setRevoked] = useState<Token>();
  const sort = search.sort ?? 'created_at DESC';
  const filter = all(contains('principal_name', search.q ?? ''), equals('state', search.state));
  const listing = { filter, sort };
  const query = useRows<Token>(tokensQuery(tenant, listing));
  const texts = listSnippets(window.location.origin, {
    tenant,
    path: 'tokens',
    python: 'tokens.list',
    cli: 'tokens list',
    listing,
  });
  return (
    <div className="arm-page">
      <PageHeader
        title="Tokens"
        actions={
          can('tokens.create') && <Button onClick={() => setCreates(true)}>Create a token</Button>
        }
      />
      <FilteredList
        label="Tokens"
        noun={['token', 'tokens']}
        query={query}
        what="the tokens"
        columns={columnsWith(setRevoked)}
        keyOf={(row) => row.id}
        sort={sort}
        search={search}
        onSearch={onSearch}
        texts={[{ key: 'q', label: 'Filter by owner' }]}
        choices={[{ key: 'state', label: 'State', options: optionsOf('All states', TOKEN_STATES) }]}
        copy={texts}
        empty={
          <Empty title="There are no tokens">
            Programs come with a token; each belongs to somebody, ends, and can be revoked.
          </Empty>
        }
      />
      {creates && membership && (
        <Create
          tenant={tenant}
          mine={membership.role}
          onClose={() => setCreates(false)}
          onMade={(token) => {
            setCreates(false);
            setMade(token);
          }}
        />
      )}
      {made && <Secret made={made} onClose={() => setMade(undefined)} />}
      {revoked && (
        <ActionDialog
          title={`Revoke token ${revoked.id}`}
          verb="Revoke"
          isDanger
          onClose={() => setRevoked(undefined)}
          onDo={async () => {
            await revokeToken(tenant, revoked.id);
            await queries.invalidateQueries({ queryKey: keys.tokens(tenant) });
            setRevoked(undefined);
          }}
        >
          <p>
            Every program that uses it is refused within a second. It cannot be made active again;{' '}
            <bdi>{revoked.principal_name}</bdi> keeps its other tokens.
          </p>
        </ActionDialog>
      )}
    </div>
  );
}
