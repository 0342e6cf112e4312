import type { HttpAppOptions } from '@tunnelwatch/server/serve/http/http-app';
import type { PeopleService } from '@tunnelwatch/server/serve/people/people-service';
import { OPEN_PRINCIPAL } from '@tunnelwatch/server/serve/people/principal';

/** Where nobody signs in and nobody asks about people: any such question is an error. */
export function openDesk(): PeopleService {
  const noNotes = { items: [], notShown: 0 };
  const parts: Partial<PeopleService> = {
    authenticate: () => OPEN_PRINCIPAL,
    singleSignOn: null,
    notesOf: () => ({ received: noNotes, written: noNotes }),
  };
  return new Proxy(parts, {
    get: (target, name) => {
      if (Reflect.has(target, name)) return Reflect.get(target, name) as unknown;
      throw new Error(`the desk is asked for ${String(name)}`);
    },
    // The parts that are asked for are there.
  }) as PeopleService;
}

/** What an HTTP app is given where everybody may do everything, from anywhere. */
export function openAccess() {
  return {
    clock: Date.now,
    isAllowedOrigin: () => true,
    isAllowedHost: () => true,
    isTrustedHost: () => true,
    hostRemedy: '',
    desk: openDesk(),
    metricsAccess: 'viewer',
    siteTimeZone: 'UTC',
    trustedProxies: [],
    hasTls: false,
    onKnown: () => undefined,
  } satisfies Partial<HttpAppOptions>;
}
