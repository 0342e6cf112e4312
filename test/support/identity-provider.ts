import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Provider } from 'oidc-provider';

/**
 * A real OpenID Connect provider on loopback. Whoever signs in as `dave` or `dave@2` is called dave, as a subject of their
 * own, and gets the groups that are listed for the subject; with too many, it says so as Entra ID does.
 */
export interface IdentityProvider {
  issuer: string;
  close: () => Promise<void>;
}

/** Starts a provider that knows one public client and sends it back to `redirectUri`. */
export async function startProvider(
  port: number,
  redirectUri: string,
  groups: Readonly<Record<string, readonly string[] | 'too many'>>,
): Promise<IdentityProvider> {
  const issuer = `http://127.0.0.1:${String(port)}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'tunnelwatch',
        token_endpoint_auth_method: 'none',
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [new URL('/sign-in', redirectUri).href],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub', 'groups', 'hasgroups', 'preferred_username'], profile: [], email: [] },
    cookies: { keys: ['only for tests'] },
    pkce: { required: () => true },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: () => {
        const own = groups[accountId] ?? [];
        const given = own === 'too many' ? { hasgroups: true } : { groups: [...own] };
        return { sub: accountId, preferred_username: accountId.replace(/@.*/, ''), ...given };
      },
    }),
  });
  // It tells of being a development set-up on the console, which is what it is here.
  const server: Server = createServer((request, response) => {
    void provider.callback()(request, response);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    issuer,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
