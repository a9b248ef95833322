import { Button, FormGroup, TextInput } from '@patternfly/react-core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAccess } from '@/lib/api/access';
import { createPrincipal } from '@/lib/api/changes';
import { keys, peopleQuery } from '@/lib/api/queries';
import { useRows } from '@/lib/api/rows';
import type { Principal, Role } from '@/lib/api/types';
import { grantable, roles } from '@/lib/contract/roles';
import { all, contains, equals } from '@/lib/filter';
import { listSnippets } from '@/lib/snippets';
import { ActionDialog } from '@/ui/ActionDialog';
import { Choice } from '@/ui/Choice';
import { Identifier } from '@/ui/CopyButton';
import type { Column } from '@/ui/DataGrid';
import { optionsOf } from '@/ui/FilterBar';
import { FilteredList } from '@/ui/FilteredList';
import { PageHeader } from '@/ui/PageHeader';
import { Empty } from '@/ui/states';
import { Time } from '@/ui/Time';
import { CreateToken } from './CreateToken';
import { type PeopleSearch, ROLES, roleWord } from './search';

interface Props {
  tenant: string;
  search: PeopleSearch;
  onSearch: (search: PeopleSearch, isTyping: boolean) => void;
}

const COLUMNS: Column<Principal>[] = [
  { id: 'name', header: 'Name', sort: 'name', cell: (row) => <bdi>{row.name}</bdi> },
  { id: 'kind', header: 'Is a', cell: (row) => (row.kind === 'user' ? 'person' : 'program') },
  {
    id: 'role',
    header: 'Role',
    cell: (row) => <span title={roles[row.role]}>{roleWord(row.role)}</span>,
  },
  { id: 'manager', header: 'Manager', cell: (row) => <bdi>{row.manager ?? '\u2013'}</bdi> },
  {
    id: 'created',
    header: 'Admitted',
    sort: 'created_at',
    cell: (row) => <Time at={row.created_at} />,
  },
  {
    id: 'id',
    header: 'Id',
    cell: (row) => <Identifier text={row.id} what={`the id of ${row.name}`} />,
  },
];

interface AdmitProps {
  tenant: string;
  mine: Role;
  onClose: () => void;
  onAdmitted: (admitted: Principal) => void;
}

function Admit({ tenant, mine, onClose, onAdmitted }: AdmitProps) {
  const queries = useQueryClient();
  const offered = grantable[mine].filter((role) => role !== 'operator' || tenant === 'house');
  const [name, setName] = useState('');
  const [kind, setKind] = useState<Principal['kind']>('user');
  const [role, setRole] = useState<Role>(
    offered.includes('viewer') ? 'viewer' : (offered[0] ?? mine),
  );
  return (
    <ActionDialog
      title={`Admit somebody to ${tenant}`}
      verb="Admit"
      isDisabled={name.trim() === ''}
      onClose={onClose}
      onDo={async () => {
        const admitted = await createPrincipal(tenant, { name: name.trim(), kind, role });
        await queries.invalidateQueries({ queryKey: keys.people(tenant) });
        onAdmitted(admitted);
      }}
    >
      <FormGroup label="Name, such as ada@acme.example" fieldId="person-name">
        <TextInput id="person-name" value={name} onChange={(_, text) => setName(text)} />
      </FormGroup>
      <FormGroup label="Is a" fieldId="person-kind">
        <Choice
          id="person-kind"
          label="Is a"
          value={kind}
          options={[
            { value: 'user', label: 'person' },
            { value: 'service', label: 'program (service account)' },
          ]}
          onChange={(next) => setKind(next === 'service' ? 'service' : 'user')}
        />
      </FormGroup>
      <FormGroup label="Role: none above your own" fieldId="person-role">
        <Choice
          id="person-role"
          label="Role"
          value={role}
          options={offered.map((one) => ({ value: one, label: roleWord(one) }))}
          onChange={(next) => setRole(offered.find((one) => one === next) ?? role)}
        />
      </FormGroup>
      <p>
        {roles[role]}.
        {kind === 'service' && ' What it may do of that, and until when, its token says: next.'}
      </p>
    </ActionDialog>
  );
}

/** Who belongs to the tenant, people and programs. */
export function PeoplePage({ tenant, search, onSearch }: Props) {
  const { can, membership } = useAccess(tenant);
  const [admits, setAdmits] = useState(false);
  const [program, setProgram] = useState<Principal>();
  const sort = search.sort ?? 'name ASC';
  const filter = all(contains('name', search.q ?? ''), equals('role', search.role));
  const listing = { filter, sort };
  const query = useRows<Principal>(peopleQuery(tenant, listing));
  const texts = listSnippets(window.location.origin, {
    tenant,
    path: 'principals',
    python: 'principals.list',
    cli: 'principals list',
    listing,
  });
  return (
    <div className="arm-page">
      <PageHeader
        title="People"
        actions={
          can('principals.create') && (
            <Button onClick={() => setAdmits(true)}>Admit somebody</Button>
          )
        }
      />
      <FilteredList
        label="People"
        noun={['principal', 'principals']}
        query={query}
        what="the people of this tenant"
        columns={COLUMNS}
        keyOf={(row) => row.id}
        sort={sort}
        search={search}
        onSearch={onSearch}
        texts={[{ key: 'q', label: 'Filter by name' }]}
        choices={[{ key: 'role', label: 'Role', options: optionsOf('All roles', ROLES, roleWord) }]}
        copy={texts}
        empty={
          <Empty title="Nobody belongs to this tenant yet">
            People sign in here, programs come with a token of their own.
          </Empty>
        }
      />
      {admits && membership && (
        <Admit
          tenant={tenant}
          mine={membership.role}
          onClose={() => setAdmits(false)}
          onAdmitted={(admitted) => {
            setAdmits(false);
            if (admitted.kind === 'service' && can('tokens.create')) setProgram(admitted);
          }}
        />
      )}
      {program && membership && (
        <CreateToken
          tenant={tenant}
          mine={membership.role}
          owner={program}
          onClose={() => setProgram(undefined)}
        />
      )}
    </div>
  );
}
