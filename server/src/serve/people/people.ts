import type { AuditNote } from '@tunnelwatch/shared/audit';
import type { IncomingHttpHeaders } from 'node:http';
import { FileIdentity } from '../../database-file.js';
import type { CookieNames } from './cookie-names.js';
import { credentialsOf } from './credentials.js';
import { dataVersionReader } from './people-database.js';
import { forgetNotes, note, type PeopleStore, waitingNotes } from './people-store.js';
import type { Principal } from './principal.js';
import { RefusalAudit, type Refused } from './refusal-audit.js';
import { hashSecret } from './secrets.js';
import { type Session, SEEN_STEP_MS } from './session-table.js';
import { hasExpired, type Token } from './token-table.js';

/** How often to check for changes by other processes and for expired sessions. */
const POLL_MS = 500;

export interface PeopleOptions {
  store: PeopleStore;
  /** Enters notes in the audit trail; settles when they are durable, and throws when they have to wait. */
  enter: (notes: readonly AuditNote[]) => Promise<void>;
  onError: (error: unknown) => void;
  /** Called with the problem of the people database, and with null when it is resolved. */
  onTrouble: (message: string | null) => void;
}

/** Authenticates requests, and notices when rights have been revoked. */
export class People {
  private readonly timer: NodeJS.Timeout;
  private readonly readVersion: () => number;
  private version: number;
  private listener: () => void = () => undefined;
  private readonly foreignListeners: (() => void)[] = [];
  private nextEnd = Number.POSITIVE_INFINITY;
  private isEntering = false;
  private isClosed = false;
  private lastKeptAlive = 0;
  /** The problem of the file; changes made meanwhile would be lost with the process. */
  private trouble: string | null = null;
  private readonly files: readonly FileIdentity[];
  private readonly refusals: RefusalAudit;

  constructor(private readonly options: PeopleOptions) {
    const { store } = options;
    this.refusals = new RefusalAudit(({ action, actor, ...about }) => {
      this.noteUse(() => {
        note(store, actor, action, about);
      });
    }, store.clock);
    this.readVersion = dataVersionReader(options.store.database);
    this.version = this.readVersion();
    const { file } = options.store;
    this.files = [file, `${file}-wal`, `${file}-shm`].flatMap((name) => FileIdentity.of(name) ?? []);
    this.timer = setInterval(() => {
      this.poll();
    }, POLL_MS);
    this.timer.unref();
  }

  get store(): PeopleStore {
    return this.options.store;
  }

  /** The principal of a request; undefined if not signed in. @param names the cookies that count in it */
  authenticate(headers: IncomingHttpHeaders, names: CookieNames): Principal | undefined {
    const { token, session, wall } = credentialsOf(headers, names);
    if (token !== undefined) return this.byToken(token);
    const person = session === undefined ? undefined : this.bySession(session);
    if (person !== undefined || wall === undefined) return person;
    return this.byWallToken(wall);
  }

  /** The principal of a token; undefined when there is no such token, or it has expired. */
  byToken(secret: string): Principal | undefined {
    const token = this.store.tokens.findByHash(hashSecret(secret));
    const now = this.store.clock();
    if (token === undefined || hasExpired(token, now)) return undefined;
    this.noteUse(() => {
      this.store.tokens.touch(token.id, now);
    });
    return this.ofToken(token);
  }

  /** As `byToken`, for tokens of walls only: a browser must not store any other. */
  byWallToken(secret: string): Principal | undefined {
    const principal = this.byToken(secret);
    return principal?.role === 'wall' ? principal : undefined;
  }

  /** The same principal as of now, kept alive; undefined when it is no longer valid. For lasting connections. */
  renew({ kind, id }: Principal): Principal | undefined {
    const now = this.store.clock();
    if (kind === 'token') {
      const token = this.store.tokens.find(id);
      return token === undefined || hasExpired(token, now) ? undefined : this.ofToken(token);
    }
    const session = this.store.sessions.find(id, now);
    if (session === undefined) return undefined;
    this.touch(session, now);
    return this.ofSession(session);
  }

  /** Sets the callback for possible changes of rights, also called once a minute so that connections keep sessions alive. */
  onChange(listener: () => void): void {
    this.listener = listener;
  }

  /** Adds a callback for changes that came from another node of the cluster, before those for rights are called. */
  onForeignChange(listener: () => void): void {
    this.foreignListeners.push(listener);
  }

  /** Another node has changed something. */
  changedElsewhere(): void {
    for (const listener of this.foreignListeners) listener();
    this.changed();
  }

  /** Something was changed here: connections are checked at once, and the audit trail gets its notes. */
  changed(): void {
    this.listener();
    this.enterNotes();
  }

  /** Enters a refusal in the audit trail; repeated ones are counted. */
  refuse(refused: Refused): void {
    this.refusals.note(refused);
    this.enterNotes();
  }

  close(): void {
    // Entered at the next start.
    this.refusals.end();
    this.isClosed = true;
    clearInterval(this.timer);
    this.store.database.close();
  }

  /** The principal of a session; undefined when it is not valid. */
  bySession(secret: string): Principal | undefined {
    const now = this.store.clock();
    const session = this.store.sessions.findByHash(hashSecret(secret), now);
    if (session === undefined) return undefined;
    this.touch(session, now);
    return this.ofSession(session);
  }

  private touch({ id, seenAt }: Session, now: number): void {
    if (now - seenAt <= SEEN_STEP_MS) return;
    this.noteUse(() => {
      this.store.sessions.touch(id, now);
    });
  }

  /** A full disk must not lock out those who could free space. */
  private noteUse(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.options.onError(error);
    }
  }

  private ofToken(token: Token): Principal {
    this.nextEnd = Math.min(this.nextEnd, token.expiresAt ?? Number.POSITIVE_INFINITY);
    return ofToken(token);
  }

  private ofSession(session: Session): Principal {
    this.nextEnd = Math.min(this.nextEnd, session.expiresAt);
    return ofSession(session);
  }

  private poll(): void {
    const vanished = this.vanished();
    try {
      if (this.refusals.flush()) this.enterNotes();
      this.checkForChanges();
      this.setTrouble(vanished);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.setTrouble(vanished ?? `${this.store.file} cannot be read: ${text}: restore FILE.people.db from a backup`);
    }
  }

  private checkForChanges(): void {
    const version = this.readVersion();
    const now = this.store.clock();
    if (version === this.version && now < this.nextEnd) {
      this.keepAlive(now);
      return;
    }
    this.version = version;
    this.nextEnd = Number.POSITIVE_INFINITY;
    this.changed();
  }

  /** Why nothing can be changed for now; null when changes are possible. */
  get whyUnchangeable(): string | null {
    const vanished = this.vanished();
    if (vanished !== null) this.setTrouble(vanished);
    return this.trouble;
  }

  private vanished(): string | null {
    const [vanished] = this.files.flatMap((file) => file.vanished() ?? []);
    return vanished === undefined ? null : `people and tokens cannot be changed: ${vanished.text}`;
  }

  /** The same problem is reported once, however often it occurs. */
  private setTrouble(message: string | null): void {
    if (message === this.trouble) return;
    this.trouble = message;
    this.options.onTrouble(message);
  }

  private keepAlive(now: number): void {
    if (now - this.lastKeptAlive < SEEN_STEP_MS) return;
    this.lastKeptAlive = now;
    this.changed();
  }

  private enterNotes(): void {
    const { enter, onError, store } = this.options;
    if (this.isEntering) return;
    const waiting = waitingNotes(store);
    const last = waiting.at(-1);
    if (last === undefined) return;
    this.isEntering = true;
    enter(waiting.map(({ note }) => note)).then(
      () => {
        this.isEntering = false;
        if (this.isClosed) return;
        forgetNotes(store, last.id);
        // Notes that arrived meanwhile, or were too many for one batch.
        this.enterNotes();
      },
      (error: unknown) => {
        this.isEntering = false;
        onError(error);
      },
    );
  }
}

function ofToken({ id, name, role, expiresAt, wall }: Token): Principal {
  return {
    kind: 'token',
    id,
    person: null,
    name,
    role,
    mustChangePassword: false,
    hasPassword: false,
    wall,
    expiresAt,
  };
}

function ofSession({ id, person, name, role, mustChangePassword, by, expiresAt }: Session): Principal {
  return {
    kind: 'session',
    id,
    person,
    name,
    role,
    mustChangePassword,
    hasPassword: by === 'password',
    wall: null,
    expiresAt,
  };
}
