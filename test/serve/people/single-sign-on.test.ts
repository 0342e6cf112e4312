import { openIdConnect } from '@tunnelwatch/server/serve/people/openid-connect';
import { createSeal } from '@tunnelwatch/server/serve/people/sealed';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../support/free-port.js';
import { type IdentityProvider, startProvider } from '../../support/identity-provider.js';

const REDIRECT = 'http://127.0.0.1:1/api/v1/session/oidc/callback';

let provider: IdentityProvider;
let now = Date.now();

beforeAll(async () => {
  provider = await startProvider(await freePort(), REDIRECT, { dave: ['noc'] });
});

afterAll(() => provider.close());

function signOn() {
  return openIdConnect({
    issuer: provider.issuer,
    clientId: 'tunnelwatch',
    clientSecret: null,
    label: 'Sign in',
    scopes: 'openid',
    nameClaim: 'preferred_username',
    roleClaim: 'groups',
    values: { admin: [], operator: ['noc'], viewer: [] },
    publicUrl: null,
    clock: () => now,
    onFault: (text) => {
      throw new Error(text);
    },
    onError: (error) => {
      throw error;
    },
  });
}

/** Signs in at the provider as a browser would; the query that it sends the browser back with. */
async function returnFrom(url: string, name: string): Promise<string> {
  const jar = new Map<string, string>();
  let next: { url: string; form?: URLSearchParams } = { url };
  for (let step = 0; step < 12; step++) {
    const cookie = [...jar].map(([key, value]) => `${key}=${value}`).join('; ');
    const response = await fetch(next.url, {
      redirect: 'manual',
      headers: { cookie },
      ...(next.form === undefined ? {} : { method: 'POST', body: next.form }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, key, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (key !== undefined && value !== undefined) jar.set(key, value);
    }
    const location = response.headers.get('location');
    if (location !== null) {
      const target = new URL(location, next.url);
      if (target.href.startsWith(REDIRECT)) return target.search;
      next = { url: target.href };
      continue;
    }
    const page = await response.text();
    const action = /action="([^"]+)"/.exec(page)?.[1] ?? '';
    const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1] ?? '';
    next = {
      url: new URL(action, next.url).href,
      form: new URLSearchParams({ prompt, login: name, password: 'any' }),
    };
  }
  throw new Error('the provider did not send the browser back');
}

describe('starts of single sign-on', () => {
  it('[LIVE-28] by 1,500 strangers do not end that of somebody who is still signing in', async () => {
    const desk = signOn();
    const begun = await desk.begin(REDIRECT, { to: '/alerts', replaces: 7 }, '/');
    if (!begun.ok) throw new Error(begun.detail);
    const strangers = await Promise.all(
      Array.from({ length: 1500 }, () => desk.begin(REDIRECT, { to: '/', replaces: null }, '/')),
    );
    expect(strangers.every(({ ok }) => ok)).toBe(true);
    const query = await returnFrom(begun.value.url, 'dave');
    expect(await desk.finish(query, begun.value.ticket)).toMatchObject({
      ok: true,
      value: { claimed: 'dave', role: 'operator', to: '/alerts', replaces: 7 },
    });
  });

  it('[LIVE-28] fit into a cookie whatever page is wanted, and end with their time', async () => {
    const desk = signOn();
    const begun = await desk.begin(REDIRECT, { to: `/${'x'.repeat(8000)}`, replaces: null }, '/');
    if (!begun.ok) throw new Error(begun.detail);
    expect(begun.value.ticket.length).toBeLessThan(3000);
    now += 11 * 60_000;
    expect(await desk.finish('?code=1', begun.value.ticket)).toMatchObject({ ok: false, status: 401 });
  });
});

describe('a seal', () => {
  it('[LIVE-28] opens only what it has sealed itself, unchanged', () => {
    const seal = createSeal();
    const sealed = seal.seal('state and nonce');
    expect(seal.open(sealed)).toBe('state and nonce');
    expect(sealed).not.toContain('nonce');
    expect(createSeal().open(sealed)).toBeUndefined();
    const bytes = Buffer.from(sealed, 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(seal.open(changed.toString('base64url')), `byte ${String(at)}`).toBeUndefined();
    }
    for (const none of ['', 'x', sealed.slice(0, 30)]) expect(seal.open(none)).toBeUndefined();
  });
});
