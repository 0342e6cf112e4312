import { SERVER_ACTOR } from '@tunnelwatch/shared/actor';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import type { ClusterSettings, Settings } from '../config/settings.js';
import { addFirstAdmin } from '../serve/people/accounts.js';
import { createPeopleService, type PeopleService } from '../serve/people/people-service.js';
import { openPeople, type PeopleStore } from '../serve/people/people-store.js';
import { People } from '../serve/people/people.js';
import { type FirstAdmin, PeopleReplica, type ReplicaParts } from '../serve/people/replica/people-replica.js';
import { ReplicaLog } from '../serve/people/replica/replica-log.js';
import type { SignInLimits } from '../serve/people/sign-in-limits.js';
import type { SingleSignOn } from '../serve/people/single-sign-on.js';

export interface AppPeople {
  people: People;
  desk: PeopleService;
  /** The one-time password of the first admin, if this is the first start. */
  firstPassword: string | undefined;
  /** True until somebody has set their own password: the printed one may have been lost. */
  isUnclaimed: boolean;
  /** On a node of a cluster without users: where the first admin is made; null where another admin was made before. */
  firstAdmin: Promise<FirstAdmin | null> | undefined;
}

export interface AppPeopleOptions {
  settings: Settings;
  singleSignOn: SingleSignOn | null;
  store: PeopleStore;
  /** Enters notes in the audit trail. */
  enter: (notes: readonly AuditNote[]) => Promise<void>;
  onError: (error: unknown) => void;
  /** Called with the problem of the people database, and with null when it is resolved. */
  onTrouble: (message: string | null) => void;
  /** Undefined on a server that is the only one. */
  replica: PeopleReplica | undefined;
  /** Limits of wrong passwords that count on all nodes. */
  limits: SignInLimits;
}

/** Opens the people database of a server. */
export function openPeopleStore({ sessions }: Settings, directory: string): PeopleStore {
  const { idleMinutes, maxHours } = sessions;
  return openPeople(directory, { limits: { idleMs: idleMinutes * 60_000, maxMs: maxHours * 3_600_000 } });
}

/** What keeps people the same on all nodes; undefined on a server that is the only one, which is made one if it was a node. */
export function openReplica(
  cluster: ClusterSettings | null,
  parts: Omit<ReplicaParts, 'member'>,
): PeopleReplica | undefined {
  if (cluster !== null) return new PeopleReplica({ ...parts, member: cluster.member });
  ReplicaLog.leave(parts.store.database);
  return undefined;
}

/** Sets up people and their rights; creates the first admin if there are no users. */
export async function openAppPeople({
  settings,
  singleSignOn,
  store,
  enter,
  onError,
  onTrouble,
  replica,
  limits,
}: AppPeopleOptions): Promise<AppPeople> {
  const isOpen = settings.insecureNoAuth;
  const isMadeLater = replica?.beganEmpty === true && !isOpen;
  const firstPassword = isOpen || replica !== undefined ? undefined : await addFirstAdmin(store, SERVER_ACTOR);
  const isUnclaimed = !isMadeLater && store.users.list().every(({ mustChangePassword }) => mustChangePassword);
  const people = new People({ store, onError, enter, onTrouble });
  const settle = replica === undefined ? {} : { settle: () => replica.settle() };
  const desk = createPeopleService(people, { isOpen, singleSignOn, basePath: settings.basePath, limits, ...settle });
  // Not awaited: pages say what is the matter while the cluster cannot be reached.
  if (isMadeLater) void replica.claimFirstAdmin();
  return { people, desk, firstPassword, isUnclaimed, firstAdmin: isMadeLater ? replica.firstAdmin : undefined };
}

/**
 * Single sign-on as configured; null if it is not. The log says whether the provider answers, which may be later.
 * @throws Error when the client secret cannot be read
 */
export async function openSingleSignOn(
  { oidc, publicUrl }: Settings,
  log: Pick<Logger, 'info' | 'error'>,
  onError: (error: unknown) => void,
): Promise<SingleSignOn | null> {
  const { issuer, clientId, clientSecretFile, admin, operator, viewer, ...rest } = oidc;
  if (issuer === null || clientId === null) return null;
  // Loaded where it is used: its libraries make every other start slower.
  const { openIdConnect } = await import('../serve/people/openid-connect.js');
  const singleSignOn = openIdConnect({
    ...rest,
    issuer,
    clientId,
    publicUrl,
    onFault: (text) => {
      log.error(text);
    },
    onError,
    clock: Date.now,
    clientSecret: clientSecretFile === null ? null : readSecret(clientSecretFile),
    values: { admin, operator, viewer },
  });
  // Not awaited: a provider that is down must not keep the server from starting.
  void singleSignOn.check().then((answers) => {
    if (answers) log.info(`single sign-on: ${issuer} answers`);
  });
  return singleSignOn;
}

function readSecret(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`cannot read the client secret (oidc.clientSecretFile): ${text}`, { cause });
  }
}
