import { expect, test } from 'vitest';
import {
  listSnippets,
  platformListSnippets,
  predictSnippets,
  pythonValue,
  shellWord,
} from './snippets';

const HOSTILE = 'a\'; rm -rf $HOME; `x` "y" <img src=x onerror=alert(1)>';

test('a name cannot end its word in a shell', () => {
  expect(shellWord('churn')).toBe('churn');
  expect(shellWord(HOSTILE)).toBe(`'${HOSTILE.replaceAll("'", "'\\''")}'`);
});

test('JSON becomes Python', () => {
  expect(pythonValue([{ a: null, b: true, c: 'x"y', d: 1.5 }])).toBe(
    '[{"a": None, "b": True, "c": "x\\"y", "d": 1.5}]',
  );
});

test('a list is asked as it is shown', () => {
  const texts = listSnippets('http://localhost:8080', {
    tenant: 'acme',
    path: 'models',
    python: 'models.list',
    cli: 'models list',
    listing: { filter: "name ILIKE '%ch%'", sort: 'name ASC' },
  });
  expect(texts.curl).toContain(
    'http://localhost:8080/api/v1/t/acme/models?filter=name+ILIKE+%27%25ch%25%27&sort=name+ASC',
  );
  expect(texts.curl).toContain('$ARMILLARY_TOKEN');
  expect(texts.python).toContain(
    `client.models.list(listing=armillary.Listing(filter="name ILIKE '%ch%'", sort="name ASC"), tenant="acme")`,
  );
  expect(texts.cli).toBe(
    `armillary models list --filter 'name ILIKE '\\''%ch%'\\''' --sort 'name ASC' --tenant acme`,
  );
});

test('a list of no tenant names none', () => {
  const listing = { filter: 'number = 1', sort: '' };
  const texts = platformListSnippets('http://localhost:8080', 'tenants', listing);
  expect(texts.curl).toContain('/api/v1/tenants?filter=number+%3D+1');
  expect(texts.python).toContain(
    'client.tenants.list(listing=armillary.Listing(filter="number = 1"))',
  );
  expect(texts.cli).toBe("armillary tenants list --filter 'number = 1'");
  expect(platformListSnippets('http://h', 'sessions').python).toContain('client.sessions.list()');
});

test('a prediction names its model, however it is called', () => {
  const place = { tenant: 'acme', environment: 'research', model: HOSTILE };
  const texts = predictSnippets('http://localhost:8080', place, [{ tenure: 2 }]);
  expect(texts.curl).toContain(`/predict/${encodeURIComponent(HOSTILE).replaceAll("'", "'\\''")}`);
  expect(texts.python).toContain(JSON.stringify(HOSTILE));
  expect(texts.cli).toContain(`--record '[{"tenure":2}]'`);
});
