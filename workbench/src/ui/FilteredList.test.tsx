import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { optionsOf } from './FilterBar';
import { FilteredList, type FilteredListProps } from './FilteredList';

interface Search {
  q?: string | undefined;
  kind?: 'text' | 'tabular' | undefined;
  sort?: string | undefined;
}

const EMPTY = { items: [], total: 0, isExact: true, hasMore: false, isFetching: false };

function show(changed: Partial<FilteredListProps<string, Search>>) {
  const onSearch = vi.fn<(search: Search, isTyping: boolean) => void>();
  render(
    <FilteredList<string, Search>
      label="Models"
      noun={['model', 'models']}
      what="models"
      columns={[]}
      keyOf={(row) => row}
      sort="name ASC"
      query={{
        data: { ...EMPTY, more: () => undefined },
        error: null,
        isPending: false,
        refetch: () => undefined,
      }}
      search={{}}
      onSearch={onSearch}
      texts={[{ key: 'q', label: 'Filter by name' }]}
      choices={[
        { key: 'kind', label: 'Kind', options: optionsOf('All kinds', ['text', 'tabular']) },
      ]}
      empty={<p>There are no models yet</p>}
      {...changed}
    />,
  );
  return { onSearch, user: userEvent.setup() };
}

test('what is chosen joins what is filtered by already', async () => {
  const { onSearch, user } = show({ search: { q: 'ch', sort: 'name DESC' } });
  await user.selectOptions(screen.getByRole('combobox', { name: 'Kind' }), 'text');
  expect(onSearch).toHaveBeenCalledWith({ q: 'ch', sort: 'name DESC', kind: 'text' }, false);
});

test('a filter that leaves nothing is cleared, and the sorting stays', async () => {
  const { onSearch, user } = show({ search: { q: 'ch', sort: 'name DESC' } });
  expect(screen.getByText('No models match')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Clear the filter' }));
  expect(onSearch).toHaveBeenCalledWith(
    { q: undefined, kind: undefined, sort: 'name DESC' },
    false,
  );
});

test('an empty list says why it is empty', () => {
  show({});
  expect(screen.getByText('There are no models yet')).toBeVisible();
});

test.each([403, 404])('whoever is answered %i sees no filter', (status) => {
  const error = Object.assign(new Error('the role viewer does not allow audit.list'), {
    code: 'permission_denied',
    status,
    nextStep: 'Ask for a token.',
    requestId: undefined,
  });
  show({ query: { data: undefined, error, isPending: false, refetch: () => undefined } });
  expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
  expect(screen.queryByRole('combobox')).not.toBeInTheDocument();
  expect(screen.queryByText(/token/)).not.toBeInTheDocument();
});
