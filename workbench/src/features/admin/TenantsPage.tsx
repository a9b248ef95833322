import { Button, FormGroup, TextInput } from '@patternfly/react-core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { HOUSE, useHouseAccess } from '@/lib/api/access';
import { createTenant, readTenant, updateTenant } from '@/lib/api/changes';
import { keys, tenantsQuery } from '@/lib/api/queries';
import { useRows } from '@/lib/api/rows';
import type { Tenant } from '@/lib/api/types';
import { all, contains, equals } from '@/lib/filter';
import { platformListSnippets } from '@/lib/snippets';
import { ActionDialog } from '@/ui/ActionDialog';
import { type Column, RowAction } from '@/ui/DataGrid';
import { optionsOf } from '@/ui/FilterBar';
import { FilteredList } from '@/ui/FilteredList';
import { PageHeader } from '@/ui/PageHeader';
import { Forbidden, Loading } from '@/ui/states';
import { StatusLabel } from '@/ui/StatusLabel';
import { Time } from '@/ui/Time';
import { TENANT_STATES, type TenantsSearch } from './search';

interface Props {
  search: TenantsSearch;
  onSearch: (search: TenantsSearch, isTyping: boolean) => void;
  onOpen: (tenant: string) => void;
}

function columnsWith(onChange: (tenant: Tenant) => void): Column<Tenant>[] {
  return [
    {
      id: 'name',
      header: 'Tenant',
      sort: 'name',
      cell: (row) => (
        <Link to="/t/$tenant" params={{ tenant: row.name }}>
          {row.name}
        </Link>
      ),
    },
    { id: 'shown', header: 'Shown as', cell: (row) => <bdi>{row.display_name ?? '\u2013'}</bdi> },
    { id: 'state', header: 'State', cell: (row) => <StatusLabel status={row.state} /> },
    {
      id: 'created',
      header: 'Created',
      sort: 'created_at',
      cell: (row) => <Time at={row.created_at} />,
    },
    {
      id: 'updated',
      header: 'Changed',
      sort: 'updated_at',
      cell: (row) => <Time at={row.updated_at} />,
    },
    {
      id: 'do',
      header: 'Do',
      cell: (row) =>
        row.can.includes('tenants.update') &&
        row.state !== 'being_deleted' &&
        row.name !== HOUSE ? (
          <RowAction
            label={
              <>
                {row.state === 'active' ? 'Suspend' : 'Activate'}
                <span className="pf-v6-screen-reader"> {row.name}</span>
              </>
            }
            onClick={() => onChange(row)}
          />
        ) : (
          '\u2013'
        ),
    },
  ];
}

function CreateTenant({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [shown, setShown] = useState('');
  return (
    <ActionDialog
      title="Create a tenant"
      verb="Create"
      isDisabled={!/^[a-z][a-z0-9-]{0,62}$/.test(name)}
      onClose={onClose}
      onDo={async () => {
        await createTenant({ name, ...(shown.trim() ? { display_name: shown.trim() } : {}) });
        await queries.invalidateQueries({ queryKey: keys.tenants });
        onClose();
      }}
    >
      <FormGroup label="Name: a-z, 0-9 and -, begins with a letter; it stays" fieldId="tenant-name">
        <TextInput id="tenant-name" value={name} onChange={(_, text) => setName(text)} />
      </FormGroup>
      <FormGroup label="Shown as" fieldId="tenant-shown">
        <TextInput id="tenant-shown" value={shown} onChange={(_, text) => setShown(text)} />
      </FormGroup>
      <p>
        It starts empty: no people, no tokens, no models. Admit its first admin on the page of its
        people.
      </p>
    </ActionDialog>
  );
}

function ChangeState({ tenant, onClose }: { tenant: Tenant; onClose: () => void }) {
  const queries = useQueryClient();
  const read = useQuery({
    // Once for each dialog, also when the list changes meanwhile: an edit in between is an error.
    queryKey: ['edit', 'tenant', tenant.name],
    queryFn: () => readTenant(tenant.name),
    staleTime: Infinity,
    gcTime: 0,
  });
  const suspends = tenant.state === 'active';
  const verb = suspends ? 'Suspend' : 'Activate';
  return (
    <ActionDialog
      title={`${verb} ${tenant.name}`}
      verb={verb}
      isDanger={suspends}
      isDisabled={!read.data}
      onClose={onClose}
      onDo={async () => {
        if (!read.data) return;
        const state = suspends ? 'suspended' : 'active';
        await updateTenant(tenant.name, read.data.tag, { state });
        await queries.invalidateQueries({ queryKey: keys.tenants });
        onClose();
      }}
    >
      <p>
        {suspends
          ? `Every request of the people and programs of ${tenant.name} is refused from then on, predictions too. Nothing is deleted, and the tenant can be made active again.`
          : `The people and programs of ${tenant.name} are let in again, with the rights they had.`}
      </p>
    </ActionDialog>
  );
}

/** Every tenant of the platform; for operators. */
export function TenantsPage({ search, onSearch, onOpen }: Props) {
  const { can, session } = useHouseAccess();
  const [creates, setCreates] = useState(false);
  const [changed, setChanged] = useState<Tenant>();
  if (!session) return <Loading what="who you are" />;
  return (
    <div className="arm-page">
      <PageHeader
        title="Tenants"
        actions={
          can('tenants.create') && <Button onClick={() => setCreates(true)}>Create a tenant</Button>
        }
      />
      {can('tenants.list') ? (
        <List search={search} onSearch={onSearch} onOpen={onOpen} onChange={setChanged} />
      ) : (
        <Forbidden title="Tenants are for operators to see">
          You see the tenants that you belong to, in the switcher at the top.
        </Forbidden>
      )}
      {creates && <CreateTenant onClose={() => setCreates(false)} />}
      {changed && <ChangeState tenant={changed} onClose={() => setChanged(undefined)} />}
    </div>
  );
}

function List({
  search,
  onSearch,
  onOpen,
  onChange,
}: Props & { onChange: (tenant: Tenant) => void }) {
  const sort = search.sort ?? 'name ASC';
  const filter = all(contains('name', search.q ?? ''), equals('state', search.state));
  const listing = { filter, sort };
  const query = useRows<Tenant>(tenantsQuery(listing));
  const texts = platformListSnippets(window.location.origin, 'tenants', listing);
  return (
    <FilteredList
      label="Tenants"
      noun={['tenant', 'tenants']}
      query={query}
      what="tenants"
      columns={columnsWith(onChange)}
      keyOf={(row) => row.id}
      sort={sort}
      onOpen={(row) => onOpen(row.name)}
      search={search}
      onSearch={onSearch}
      texts={[{ key: 'q', label: 'Filter by name' }]}
      choices={[
        {
          key: 'state',
          label: 'State',
          options: optionsOf('All states', TENANT_STATES, (state) => state.replace('_', ' ')),
        },
      ]}
      copy={texts}
    />
  );
}
