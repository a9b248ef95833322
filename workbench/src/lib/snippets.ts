// The same call as curl, Python and command line. The token is always $ARMILLARY_TOKEN.

export interface Snippets {
  curl: string;
  python: string;
  cli: string;
}

/** A word of a shell line. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A literal of Python: JSON is one, but for its words. */
export function pythonValue(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' || typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(pythonValue).join(', ')}]`;
  const pairs = Object.entries(value as Record<string, unknown>);
  return `{${pairs.map(([key, inner]) => `${JSON.stringify(key)}: ${pythonValue(inner)}`).join(', ')}}`;
}

const segment = encodeURIComponent;

interface Call {
  method?: 'GET' | 'POST' | 'DELETE';
  path: string;
  body?: unknown;
  python: string;
  cli: string;
}

/** `origin` is the address of the server as this browser knows it. */
function snippets(origin: string, call: Call): Snippets {
  const lines = [`curl -sS ${shellWord(`${origin}${call.path}`)}`];
  if (call.method === 'DELETE') lines[0] = `curl -sS -X DELETE ${shellWord(origin + call.path)}`;
  lines.push('-H "Authorization: Bearer $ARMILLARY_TOKEN"');
  if (call.method === 'POST') {
    lines.push("-H 'Content-Type: application/json'");
    lines.push(`-d ${shellWord(JSON.stringify(call.body ?? {}))}`);
  }
  return {
    curl: lines.join(' \\\n  '),
    python: `import armillary\n\nclient = armillary.Client(${JSON.stringify(origin)})  # token: ARMILLARY_TOKEN\n${call.python}`,
    cli: call.cli,
  };
}

function query(listing: { filter?: string; sort?: string }): string {
  const given = new URLSearchParams();
  if (listing.filter) given.set('filter', listing.filter);
  if (listing.sort) given.set('sort', listing.sort);
  const text = given.toString();
  return text ? `?${text}` : '';
}

function options(pairs: Record<string, string | undefined>): string {
  return Object.entries(pairs)
    .filter((pair): pair is [string, string] => Boolean(pair[1]))
    .map(([name, value]) => ` --${name} ${shellWord(value)}`)
    .join('');
}

function keywords(pairs: Record<string, string | undefined>): string {
  return Object.entries(pairs)
    .filter((pair): pair is [string, string] => Boolean(pair[1]))
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(', ');
}

export interface ListCall {
  tenant: string;
  /** Below `/api/v1/t/{tenant}/`, with its names. */
  path: string;
  /** A method of the Python client, such as `models.list`, and what it takes first. */
  python: string;
  first?: string;
  /** `armillary <cli>`, with names but without options. */
  cli: string;
  listing: { filter?: string; sort?: string };
  environment?: string;
}

/** A page of a list, as it is filtered and sorted. */
export function listSnippets(origin: string, call: ListCall): Snippets {
  const { tenant, environment, listing } = call;
  const inside = environment ? `e/${segment(environment)}/` : '';
  const asked = keywords(listing);
  const given = [
    call.first === undefined ? '' : JSON.stringify(call.first),
    asked && `listing=armillary.Listing(${asked})`,
    keywords({ environment, tenant }),
  ].filter(Boolean);
  return snippets(origin, {
    path: `/api/v1/t/${segment(tenant)}/${inside}${call.path}${query(listing)}`,
    python: `page = client.${call.python}(${given.join(', ')})\nfor item in page.items:\n    print(item)`,
    cli: `armillary ${call.cli}${options({ ...listing, environment, tenant })}`,
  });
}

/** A list that is of no tenant: one's own sessions, or all tenants as they are filtered. */
export function platformListSnippets(
  origin: string,
  what: 'sessions' | 'tenants',
  listing: { filter?: string; sort?: string } = {},
): Snippets {
  const asked = keywords(listing);
  const given = asked && `listing=armillary.Listing(${asked})`;
  return snippets(origin, {
    path: `/api/v1/${what}${query(listing)}`,
    python: `page = client.${what}.list(${given})\nfor item in page.items:\n    print(item)`,
    cli: `armillary ${what} list${options(listing)}`,
  });
}

export interface PlaceOf {
  tenant: string;
  environment: string;
  model: string;
}

export function predictSnippets(
  origin: string,
  place: PlaceOf,
  records: readonly Record<string, unknown>[],
): Snippets {
  const { tenant, environment, model } = place;
  const where = { environment, tenant };
  return snippets(origin, {
    method: 'POST',
    path: `/t/${segment(tenant)}/e/${segment(environment)}/predict/${segment(model)}`,
    body: { records },
    python: `answer = client.predict(\n    ${JSON.stringify(model)},\n    ${pythonValue(records)},\n    ${keywords(where)},\n)\nprint(answer.predictions)`,
    cli: `armillary predict ${shellWord(model)} --record ${shellWord(JSON.stringify(records))}${options(where)}`,
  });
}

export function deploySnippets(origin: string, place: PlaceOf, version: number): Snippets {
  const { tenant, environment, model } = place;
  const where = { environment, tenant };
  return snippets(origin, {
    method: 'POST',
    path: `/api/v1/t/${segment(tenant)}/e/${segment(environment)}/deployments/${segment(model)}`,
    body: { version },
    python: `client.deployments.create(${JSON.stringify(model)}, version=${version}, ${keywords(where)})`,
    cli: `armillary deployments create ${shellWord(model)} --version ${version}${options(where)}`,
  });
}

export function versionSnippets(
  origin: string,
  tenant: string,
  model: string,
  version: number,
): Snippets {
  return snippets(origin, {
    path: `/api/v1/t/${segment(tenant)}/models/${segment(model)}/versions/${version}`,
    python: `version = client.versions.get(${JSON.stringify(model)}, ${version}, ${keywords({ tenant })})\nprint(version)`,
    cli: `armillary versions get ${shellWord(model)} ${version}${options({ tenant })}`,
  });
}
