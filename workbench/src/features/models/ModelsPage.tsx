import { Link } from '@tanstack/react-router';
import { useAccess } from '@/lib/api/access';
import { modelsQuery } from '@/lib/api/queries';
import { useRows } from '@/lib/api/rows';
import type { Model } from '@/lib/api/types';
import { all, contains, equals } from '@/lib/filter';
import { listSnippets } from '@/lib/snippets';
import { Choice } from '@/ui/Choice';
import { Code, CopyAs } from '@/ui/CopyAs';
import { type Column, DataGrid } from '@/ui/DataGrid';
import { FilterInput } from '@/ui/FilterInput';
import { PageHeader } from '@/ui/PageHeader';
import { Answered, Empty, FilteredOut } from '@/ui/states';
import { Time } from '@/ui/Time';
import { KINDS, type ModelsSearch } from './search';

interface Props {
  tenant: string;
  search: ModelsSearch;
  onSearch: (search: ModelsSearch, isTyping: boolean) => void;
  onOpen: (model: string) => void;
}

function columnsIn(tenant: string): Column<Model>[] {
  return [
    {
      id: 'name',
      header: 'Model',
      sort: 'name',
      cell: (row) => (
        <Link to="/t/$tenant/models/$model" params={{ tenant, model: row.name }} title={row.name}>
          <bdi>{row.name}</bdi>
        </Link>
      ),
    },
    { id: 'kind', header: 'Kind', cell: (row) => row.kind },
    {
      id: 'latest',
      header: 'Latest version',
      numeric: true,
      cell: (row) => (
        <Link
          to="/t/$tenant/models/$model/versions/$version"
          params={{ tenant, model: row.name, version: String(row.latest_version) }}
          aria-label={`Version ${row.latest_version} of ${row.name}`}
        >
          {row.latest_version}
        </Link>
      ),
    },
    { id: 'versions', header: 'Versions', numeric: true, cell: (row) => row.versions },
    {
      id: 'updated',
      header: 'Changed',
      sort: 'updated_at',
      cell: (row) => <Time at={row.updated_at} />,
    },
    {
      id: 'created',
      header: 'Created',
      sort: 'created_at',
      cell: (row) => <Time at={row.created_at} />,
    },
  ];
}

/** Every model of the tenant. */
export function ModelsPage({ tenant, search, onSearch, onOpen }: Props) {
  const { can } = useAccess(tenant);
  const sort = search.sort ?? 'name ASC';
  const filter = all(contains('name', search.q ?? ''), equals('kind', search.kind));
  const listing = { filter, sort };
  const query = useRows<Model>(modelsQuery(tenant, listing));
  const texts = listSnippets(window.location.origin, {
    tenant,
    path: 'models',
    python: 'models.list',
    cli: 'models list',
    listing,
  });
  const isFiltered = filter !== '';
  return (
    <div className="arm-page">
      <PageHeader title="Models" actions={<CopyAs texts={texts} what="this list" />} />
      <div className="arm-toolbar">
        <FilterInput
          label="Filter by name"
          value={search.q ?? ''}
          onChange={(q) => onSearch({ ...search, q }, true)}
        />
        <Choice
          label="Kind"
          value={search.kind ?? ''}
          options={[
            { value: '', label: 'All kinds' },
            ...KINDS.map((kind) => ({ value: kind, label: kind })),
          ]}
          onChange={(kind) =>
            onSearch({ ...search, kind: KINDS.find((known) => known === kind) }, false)
          }
        />
      </div>
      <Answered query={query} what="models" lines={8}>
        {(rows) => {
          if (rows.items.length > 0) {
            return (
              <DataGrid
                label="Models"
                noun={['model', 'models']}
                rows={rows}
                columns={columnsIn(tenant)}
                keyOf={(row) => row.id}
                sort={sort}
                onSort={(next) => onSearch({ ...search, sort: next }, false)}
                onOpen={(row) => onOpen(row.name)}
              />
            );
          }
          if (isFiltered) return <FilteredOut what="models" onClear={() => onSearch({}, false)} />;
          return (
            <Empty
              title="There are no models yet"
              action={
                can('models.register') && (
                  <Code
                    text={`armillary models register churn churn.onnx --tenant ${tenant}`}
                    what="the command"
                  />
                )
              }
            >
              A model is a name with versions, each an ONNX file that passed admission. Models are
              registered from Python or the command line.
            </Empty>
          );
        }}
      </Answered>
    </div>
  );
}
