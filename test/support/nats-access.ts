import { nkeys } from '@nats-io/transport-node';

/** What `nsc` makes for NATS in its operator mode: for the servers' configuration, and the file of a user. */
export interface NatsAccess {
  /** Lines of a server's configuration. */
  access: string;
  /** The text of a `.creds` file. */
  credentials: string;
}

const UNLIMITED = { subs: -1, data: -1, payload: -1 };
const ACCOUNT_LIMITS = { ...UNLIMITED, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1 };
const STORAGE_LIMITS = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 };

/** An operator with an account that may store streams, and a user of it. */
export function makeAccess(): NatsAccess {
  const operator = nkeys.createOperator();
  const [system, account] = [nkeys.createAccount(), nkeys.createAccount()];
  const user = nkeys.createUser();
  const names = [system.getPublicKey(), account.getPublicKey()];
  const operatorToken = sign(operator, operator, { type: 'operator', system_account: names[0] });
  const accountTokens = [
    sign(operator, system, { type: 'account', limits: ACCOUNT_LIMITS }),
    sign(operator, account, { type: 'account', limits: { ...ACCOUNT_LIMITS, ...STORAGE_LIMITS } }),
  ];
  const accounts = names.map((name, index) => `${name}: ${accountTokens[index] ?? ''}`).join('\n');
  return {
    access: `operator: ${operatorToken}\nresolver: MEMORY\nresolver_preload: {\n${accounts}\n}\nsystem_account: ${names[0] ?? ''}`,
    credentials:
      `-----BEGIN NATS USER JWT-----\n${sign(account, user, { type: 'user', ...UNLIMITED })}\n------END NATS USER JWT------\n\n` +
      `-----BEGIN USER NKEY SEED-----\n${new TextDecoder().decode(user.getSeed())}\n------END USER NKEY SEED------\n`,
  };
}

type Keys = ReturnType<typeof nkeys.createUser>;

function sign(issuer: Keys, subject: Keys, claims: Record<string, unknown>): string {
  const parts = [
    { typ: 'JWT', alg: 'ed25519-nkey' },
    {
      jti: subject.getPublicKey(),
      iat: Math.floor(Date.now() / 1000),
      iss: issuer.getPublicKey(),
      name: 'test',
      sub: subject.getPublicKey(),
      nats: { version: 2, ...claims },
    },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${Buffer.from(issuer.sign(Buffer.from(text))).toString('base64url')}`;
}
