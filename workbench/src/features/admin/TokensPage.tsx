import { Button } from '@patternfly/react-core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAccess } from '@/lib/api/access';
import { revokeToken } from '@/lib/api/changes';
import { keys, tokensQuery } from '@/lib/api/queries';
import { useRows } from '@/lib/api/rows';
import type { Token } from '@/lib/api/types';
import { roles } from '@/lib/contract/roles';
import { all, contains, equals } from '@/lib/filter';
import { listSnippets } from '@/lib/snippets';
import { ActionDialog } from '@/ui/ActionDialog';
import { Identifier } from '@/ui/CopyButton';
import { type Column, RowAction } from '@/ui/DataGrid';
import { optionsOf } from '@/ui/FilterBar';
import { FilteredList } from '@/ui/FilteredList';
import { PageHeader } from '@/ui/PageHeader';
import { Empty } from '@/ui/states';
import { StatusLabel } from '@/ui/StatusLabel';
import { Time } from '@/ui/Time';
import { CreateToken } from './CreateToken';
import { roleWord, TOKEN_STATES, type TokensSearch } from './search';

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
      header: 'Only for',
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

/** The tokens of the tenant that the person may see: their own, or all. */
export function TokensPage({ tenant, search, onSearch }: Props) {
  const { can, membership } = useAccess(tenant);
  const queries = useQueryClient();
  const [creates, setCreates] = useState(false);
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
        <CreateToken tenant={tenant} mine={membership.role} onClose={() => setCreates(false)} />
      )}
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
