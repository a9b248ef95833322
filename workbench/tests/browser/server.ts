// A real armillaryd with three tenants, for the tests of one worker.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import tls from 'node:tls';
import type { Cookie } from '@playwright/test';
import { parse } from 'yaml';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const PYTHON = path.join(ROOT, '.venv/bin/python');

/** What tests/identity/stand.py prints. */
interface Said {
  url: string;
  operator: string;
  issuer?: string;
  authority?: string;
}

/** Names that a page must show as they are. */
export const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  'x'.repeat(250),
  '\u0645\u0648\u062f\u064a\u0644 \u05de\u05d5\u05d3\u05dc',
  '\ud83d\udc22 churn \u2013 v2.0 %41 ?#&',
] as const;

/** A person, by role and tenant, or by name at the identity provider: Grace is a scientist of acme,
 * and a viewer of globex too. */
export type Who = `${string}@${string}`;
export const GRACE: Who = 'grace@provider';

function exampleModel(): Buffer {
  const contract = parse(readFileSync(path.join(ROOT, 'contract/openapi.yaml'), 'utf8')) as {
    paths: Record<
      string,
      { post: { requestBody: { content: Record<string, Record<string, string>> } } }
    >;
  };
  const post = contract.paths['/api/v1/t/{tenant}/models/{model}/versions']?.post;
  const text = post?.requestBody.content['application/octet-stream']?.['x-example-base64'];
  if (text === undefined) throw new Error('the contract has no example of a model');
  return Buffer.from(text, 'base64');
}

/** A real server: see tests/identity/stand.py. */
export class Stand {
  readonly url: string;
  readonly operator: string;
  readonly issuer: string | undefined;
  private readonly input: Writable;
  private readonly ended: Promise<unknown>;

  private constructor(said: Said, input: Writable, ended: Promise<unknown>) {
    this.input = input;
    this.ended = ended;
    this.url = said.url;
    this.operator = said.operator;
    this.issuer = said.issuer;
    if (said.authority === undefined) return;
    const ours = readFileSync(said.authority, 'utf8');
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), ours]);
  }

  static async start(kind: 'plain' | 'secured'): Promise<Stand> {
    const process = spawn(PYTHON, ['-m', 'tests.identity.stand', kind], {
      cwd: ROOT,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ended = once(process, 'exit');
    const lines = createInterface({ input: process.stdout });
    const said = await Promise.race([once(lines, 'line'), ended]);
    if (process.exitCode !== null) throw new Error('tests/identity/stand.py did not come up');
    return new Stand(JSON.parse(String(said[0])) as Said, process.stdin, ended);
  }

  async stop(): Promise<void> {
    this.input.end();
    await this.ended;
  }
}

export async function call<T>(
  url: string,
  token: string,
  method: string,
  body?: unknown,
): Promise<T> {
  const isBytes = body instanceof Buffer;
  const response = await fetch(url, {
    method,
    headers: {
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      'Content-Type': isBytes ? 'application/octet-stream' : 'application/json',
    },
    ...(body === undefined ? {} : { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${text}`);
  return (text ? JSON.parse(text) : undefined) as T;
}

export class World {
  /** Of those who signed in before. */
  readonly cookies = new Map<Who, Cookie[]>();
  readonly operator: string;
  readonly url: string;
  private readonly stand: Stand;
  private readonly tokens = new Map<Who, string>();
  private readonly model = exampleModel();

  constructor(stand: Stand) {
    this.stand = stand;
    this.operator = stand.operator;
    this.url = stand.url;
  }

  async call<T>(token: string, method: string, place: string, body?: unknown): Promise<T> {
    return call(this.url + place, token, method, body);
  }

  /** The token of a person, who is admitted when somebody first asks. */
  async token(who: Who): Promise<string> {
    const [name = '', tenant = ''] = who.split('@');
    if (tenant === 'house') return this.operator;
    const known = this.tokens.get(who);
    if (known !== undefined) return known;
    const place = `/api/v1/t/${tenant}`;
    const person = { name: `${name}@${tenant}.example`, kind: 'user', role: name.split('-')[0] };
    await this.call(this.operator, 'POST', `${place}/principals`, person);
    const made = await this.call<{ token: string }>(this.operator, 'POST', `${place}/tokens`, {
      principal: person.name,
    });
    this.tokens.set(who, made.token);
    return made.token;
  }

  /** Code and path of a new link to sign in. */
  async newLink(who: Who): Promise<{ code: string; path: string }> {
    return this.call(await this.token(who), 'POST', '/api/v1/sign-in-links', {});
  }

  async link(who: Who): Promise<string> {
    return (await this.newLink(who)).path;
  }

  async register(tenant: string, name: string): Promise<void> {
    const place = `/api/v1/t/${tenant}/models/${encodeURIComponent(name)}/versions`;
    await this.call(await this.token(`scientist@${tenant}`), 'POST', place, this.model);
  }

  async fill(): Promise<void> {
    for (const [name, display_name] of [
      ['acme', 'Acme Telecom'],
      ['globex', 'Globex'],
      ['initech', 'Initech'],
    ]) {
      await this.call(this.operator, 'POST', '/api/v1/tenants', { name, display_name });
    }
    for (const name of ['churn', 'churn', 'churn', ...HOSTILE]) await this.register('acme', name);
    await this.register('globex', 'secret-of-globex');
    const scientist = await this.token('scientist@acme');
    const deployments = '/api/v1/t/acme/deployments';
    for (const version of [1, 2]) {
      await this.call(scientist, 'POST', `${deployments}/churn`, { version });
    }
    const hostile = encodeURIComponent(HOSTILE[0]);
    await this.call(scientist, 'POST', `${deployments}/${hostile}`, { version: 1 });
    await this.know('grace', 'acme-lab', 'globex-guests');
  }

  /** Makes somebody known at the identity provider, in groups that tests/identity/stand.py maps. */
  async know(subject: string, ...groups: string[]): Promise<void> {
    const email = { email: `${subject}@example.org`, email_verified: true };
    const person = { what: 'person', subject, groups, name: `${subject}@provider`, ...email };
    await call(`${this.stand.issuer}/__control`, '', 'POST', person);
  }

  async stop(): Promise<void> {
    await this.stand.stop();
  }
}

export async function startWorld(): Promise<World> {
  const stand = await Stand.start('secured');
  try {
    const world = new World(stand);
    await world.fill();
    return world;
  } catch (error) {
    await stand.stop();
    throw error;
  }
}
