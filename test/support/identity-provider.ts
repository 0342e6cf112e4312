import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Provider } from 'oidc-provider';

/** A real OpenID Connect provider on loopback; whoever signs in by a name gets the groups that are named for it. */
export interface IdentityProvider {
  issuer: string;
  close: () => Promise<void>;
}

/** Starts a provider that knows one public client and sends it back to `redirectUri`. */
export async function startProvider(
  port: number,
  redirectUri: string,
  groups: Readonly<Record<string, readonly string[]>>,
): Promise<IdentityProvider> {
  const issuer = `http://127.0.0.1:${String(port)}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'tunnelwatch',
        token_endpoint_auth_method: 'none',
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub', 'groups', 'preferred_username'], profile: [], email: [] },
    cookies: { keys: ['only for tests'] },
    pkce: { required: () => true },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, preferred_username: accountId, groups: [...(groups[accountId] ?? [])] }),
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
