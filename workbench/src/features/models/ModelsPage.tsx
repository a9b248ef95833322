import { Link } from '@tanstack/react-router';
import { useAccess } from '@/lib/api/access';
import { modelsQuery } from '@/lib/api/queries';
import { useRows } from '@/lib/api/rows';
import type { Model } from '@/lib/api/types';
import { all, contains, equals } from '@/lib/filter';
import { listSnippets } from '@/lib/snippets';
import { Code } from '@/ui/CopyAs';
import type { Column } from '@/ui/DataGrid';
import { optionsOf } from '@/ui/FilterBar';
import { FilteredList } from '@/ui/FilteredList';
import { PageHeader } from '@/ui/PageHeader';
import { Empty } from '@/ui/states';
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
  return (
    <div className="arm-page">
      <PageHeader title="Models" />
      <FilteredList
        label="Models"
        noun={['model', 'models']}
        query={query}
        what="models"
        columns={columnsIn(tenant)}
        keyOf={(row) => row.id}
        sort={sort}
        onOpen={(row) => onOpen(row.name)}
        search={search}
        onSearch={onSearch}
        texts={[{ key: 'q', label: 'Filter by name' }]}
        choices={[{ key: 'kind', label: 'Kind', options: optionsOf('All kinds', KINDS) }]}
        copy={texts}
        empty={
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
        }
      />
    </div>
  );
}
