// A real armillaryd with three tenants, for the tests of one worker.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Cookie } from '@playwright/test';
import { parse } from 'yaml';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const BUILD = process.env['ARMILLARY_BUILD'] ?? path.join(ROOT, 'build/release');
const START_MS = 30_000;

/** Names that a page must show as they are. */
export const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  'x'.repeat(250),
  '\u0645\u0648\u062f\u064a\u0644 \u05de\u05d5\u05d3\u05dc',
  '\ud83d\udc22 churn \u2013 v2.0 %41 ?#&',
] as const;

/** A person, by role and tenant. Grace is a scientist of acme, and a viewer of globex too. */
export type Who = `${string}@${string}`;
export const GRACE: Who = 'scientist-too@acme';

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

/** The server over one data folder. */
class Binary {
  url = '';
  readonly data: string;
  private process: ChildProcess | undefined;

  constructor(data: string) {
    this.data = data;
  }

  async start(): Promise<void> {
    const flags = ['--listen', '127.0.0.1:0', '--sign_in.per_minute', '1000000'];
    const process = spawn(path.join(BUILD, 'armillaryd'), ['up', '--data', this.data, ...flags], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process = process;
    this.url = await new Promise((found, failed) => {
      let log = '';
      const give = (what: string) => failed(new Error(`armillaryd ${what}:\n${log}`));
      const timer = setTimeout(() => give('did not start'), START_MS);
      const read = (piece: Buffer) => {
        log += piece.toString();
        const port = /listening\b.*?port\W+(\d+)/.exec(log)?.[1];
        if (port === undefined) return;
        clearTimeout(timer);
        found(`http://127.0.0.1:${port}`);
      };
      process.stdout.on('data', read);
      process.stderr.on('data', read);
      process.on('exit', () => give('ended'));
    });
  }

  async stop(): Promise<void> {
    const { process } = this;
    if (!process || process.exitCode !== null) return;
    const ended = new Promise((done) => process.once('exit', done));
    process.kill('SIGTERM');
    await ended;
  }

  kill(): void {
    this.process?.kill('SIGKILL');
  }
}

async function call<T>(url: string, token: string, method: string, body?: unknown): Promise<T> {
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
  private readonly binary: Binary;
  private readonly tokens = new Map<Who, string>();
  private readonly model = exampleModel();

  constructor(binary: Binary, operator: string) {
    this.binary = binary;
    this.operator = operator;
  }

  get url(): string {
    return this.binary.url;
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
    await this.joinGrace();
  }

  /** Lets one person be a principal of two tenants: no route does so without an identity provider,
   * so her row is written while no server runs. */
  private async joinGrace(): Promise<void> {
    const { code } = await this.newLink(GRACE);
    const session = await this.call<{ person: { id: string } }>('', 'POST', '/api/v1/session', {
      code,
    });
    await this.token('viewer-too@globex');
    await this.binary.stop();
    const database = new DatabaseSync(path.join(this.binary.data, 'armillary.db'));
    const { changes } = database
      .prepare('UPDATE principals SET person_id = ? WHERE name = ?')
      .run(session.person.id, 'viewer-too@globex.example');
    database.close();
    if (changes !== 1) throw new Error('nobody of globex became Grace');
    await this.binary.start();
  }

  stop(): void {
    this.binary.kill();
    rmSync(path.dirname(this.binary.data), { recursive: true, force: true });
  }
}

export async function startWorld(): Promise<World> {
  const folder = mkdtempSync(path.join(tmpdir(), 'armillary-pages-'));
  const binary = new Binary(path.join(folder, 'data'));
  try {
    await binary.start();
    const token = readFileSync(path.join(binary.data, 'operator.token'), 'utf8').trim();
    const world = new World(binary, token);
    await world.fill();
    return world;
  } catch (error) {
    binary.kill();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
