// A real OpenID Connect provider for tests, whose people, keys and health a test turns by POSTs to
// /__control. node provider.mjs PORT SETTINGS, where SETTINGS is JSON: {callback, logout, after,
// audience}. Prints one line when it listens.

import http from 'node:http';

import * as jose from 'jose';
import * as oidc from 'oidc-provider';

const port = Number(process.argv[2]);
const settings = JSON.parse(process.argv[3]);
const issuer = `http://127.0.0.1:${port}`;

// What the tests turn. `answer`: path -> {status, headers, body} in place of ours; `hang`, `reset`:
// paths that are not answered, or cut; `token`: what becomes of identity tokens.
const fresh = () => ({ answer: {}, hang: [], reset: [], token: null, inToken: false, refresh: true });
let turned = fresh();

// What the provider has given out: it stays when its keys or settings change.
const kept = new Map();
class Memory {
  constructor(model) {
    this.model = model;
  }
  key(id) {
    return `${this.model}:${id}`;
  }
  async upsert(id, payload, expiresIn) {
    kept.set(this.key(id), { payload, until: expiresIn ? Date.now() + expiresIn * 1000 : Infinity });
  }
  async find(id) {
    const found = kept.get(this.key(id));
    return found && found.until > Date.now() ? found.payload : undefined;
  }
  async search(name, value) {
    const mine = [...kept].filter(([key]) => key.startsWith(`${this.model}:`));
    return mine.map(([, { payload }]) => payload).find((payload) => payload[name] === value);
  }
  findByUid(uid) {
    return this.search('uid', uid);
  }
  findByUserCode(code) {
    return this.search('userCode', code);
  }
  async consume(id) {
    const found = kept.get(this.key(id));
    if (found) {
      found.payload.consumed = Math.floor(Date.now() / 1000);
    }
  }
  async destroy(id) {
    kept.delete(this.key(id));
  }
  async revokeByGrantId(grant) {
    for (const [key, { payload }] of kept) {
      if (payload.grantId === grant) {
        kept.delete(key);
      }
    }
  }
}
const people = new Map(); // Subject -> claims.
let keys = [];
let provider;

async function newKey(alg) {
  const { privateKey } = await jose.generateKeyPair(alg, { extractable: true });
  const jwk = await jose.exportJWK(privateKey);
  return { ...jwk, alg, use: 'sig', kid: `${alg}-${Math.random().toString(36).slice(2)}` };
}

function publicOf(key) {
  const { d, p, q, dp, dq, qi, ...shown } = key;
  return shown;
}

// One that is valid but for what `change` says, signed with the key that it asks for.
async function signed({ claims = {}, drop = [], header = {}, key = 'current' }) {
  const now = Math.floor(Date.now() / 1000);
  const body = { iss: issuer, aud: 'armillary', sub: 'ada', iat: now, exp: now + 300, ...claims };
  for (const name of drop) {
    delete body[name];
  }
  const current = keys.find((one) => one.alg === 'RS256');
  if (key === 'none') {
    const encoded = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');
    return `${encoded({ alg: 'none', kid: current.kid, ...header })}.${encoded(body)}.`;
  }
  if (key === 'public') {
    const pem = await jose.exportSPKI(await jose.importJWK(publicOf(current), 'RS256'));
    return new jose.SignJWT(body)
      .setProtectedHeader({ alg: 'HS256', kid: current.kid, ...header })
      .sign(new TextEncoder().encode(pem));
  }
  const used = key === 'foreign' ? await newKey('RS256') : keys.find((one) => one.alg === (header.alg ?? 'RS256'));
  return new jose.SignJWT(body)
    .setProtectedHeader({ alg: used.alg, kid: current.kid, ...(key === 'current' ? { kid: used.kid } : {}), ...header })
    .sign(await jose.importJWK(used, used.alg));
}

function account(subject) {
  const claims = people.get(subject);
  return claims && { accountId: subject, claims: async () => ({ sub: subject, ...claims }) };
}

function configuration() {
  return {
    clients: [
      {
        client_id: 'armillary',
        client_secret: 'a secret of the tests, long enough for all',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [settings.callback],
        post_logout_redirect_uris: [settings.after],
        backchannel_logout_uri: settings.logout,
        backchannel_logout_session_required: true,
      },
      {
        client_id: 'nightly',
        client_secret: 'another secret of the tests',
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
      },
    ],
    adapter: Memory,
    // Its own fetch calls no address of this machine, where the server that it tells is.
    fetch: (url, { dispatcher, ...options }) => globalThis.fetch(url, options),
    jwks: { keys },
    cookies: { keys: ['tests'] },
    scopes: ['openid', 'profile', 'email', 'groups', 'offline_access'],
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], groups: ['groups'] },
    conformIdTokenClaims: !turned.inToken,
    findAccount: async (_, subject) => account(subject),
    issueRefreshToken: async () => turned.refresh,
    expiresWithSession: async () => false,
    rotateRefreshToken: true,
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({
        clientId: context.oidc.client.clientId,
        accountId: context.oidc.session.accountId,
      });
      grant.addOIDCScope('openid profile email groups');
      await grant.save();
      return grant;
    },
    features: {
      backchannelLogout: { enabled: true },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: async (_, resource) => ({
          scope: '',
          audience: resource,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  };
}

async function rebuild() {
  provider = new oidc.Provider(issuer, configuration());
  provider.on('backchannel.error', (_, error) => console.log(`backchannel: ${error}`, error.cause ?? ''));
  provider.use(async (context, next) => {
    await next();
    if (context.path === '/token' && turned.token && context.body?.id_token) {
      const was = jose.decodeJwt(context.body.id_token);
      const { nonce, sub } = was;
      const change = turned.token;
      context.body.id_token = await signed({ ...change, claims: { nonce, sub, groups: people.get(sub)?.groups, ...change.claims } });
    }
  });
}

async function rotate() {
  keys = [await newKey('RS256'), await newKey('ES256')];
  await rebuild();
}

const controls = {
  async reset() {
    turned = fresh();
    await rebuild();
  },
  async turn(changes) {
    turned = { ...turned, ...changes };
    await rebuild();
  },
  rotate,
  async person({ subject, ...claims }) {
    people.set(subject, claims);
  },
  async remove({ subject }) {
    people.delete(subject);
  },
  sign: signed,
};

async function read(request) {
  const pieces = [];
  for await (const piece of request) {
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

async function control(request, response) {
  const { what, ...more } = JSON.parse(await read(request));
  const done = await controls[what](more);
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ done }));
}

await rotate();
http
  .createServer((request, response) => {
    const path = new URL(request.url, issuer).pathname;
    if (path === '/__control') {
      control(request, response).catch((error) => {
        response.writeHead(500);
        response.end(String(error?.stack ?? error));
      });
      return;
    }
    const reached = (paths) => paths.includes(path) || paths.includes('*');
    if (reached(turned.hang)) {
      return;
    }
    if (reached(turned.reset)) {
      request.socket.destroy();
      return;
    }
    const answer = turned.answer[path];
    if (answer) {
      response.writeHead(answer.status ?? 200, answer.headers ?? {});
      response.end(answer.body ?? '');
      return;
    }
    provider.callback()(request, response);
  })
  .listen(port, '127.0.0.1', () => console.log('listening'));
