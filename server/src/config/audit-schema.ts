import { z } from 'zod';
import { parseListenUrl } from './listen-url.js';
import { settingNotes } from './setting-notes.js';

function isReceiver(url: string): boolean {
  const address = parseListenUrl(url);
  if (address !== undefined) return address.protocol !== 'tls';
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

/** How the audit trail is protected. */
export const auditSchema = z.strictObject({
  keyFile: z.string().min(1).nullable().default(null).register(settingNotes, {
    what: 'File with the key that chains the audit trail; it is created if it is missing.',
    unit: null,
    expects: 'the path of a file',
    why: 'By default it is beside the data folder (data.audit.key), or inside where that is impossible: whoever can change the store should not be able to read it.',
    example: '/etc/tunnelwatch/audit.key',
  }),
  publish: z.string().refine(isReceiver).nullable().default(null).register(settingNotes, {
    what: 'Webhook or syslog receiver that gets the number and hash of the newest audit entry, once a minute when it changed.',
    unit: null,
    expects: 'a URL that begins with https://, http://, udp:// or tcp://',
    why: 'On another machine, nobody who takes over this one can take back what was published. It is always in the log too.',
    example: 'udp://siem.example:514',
  }),
  allowPrivate: z.boolean().default(false).register(settingNotes, {
    what: 'Allows a webhook at a private network address for audit.publish.',
    unit: null,
    expects: 'true or false',
    why: 'A URL that was mistyped or chosen by somebody else must not reach internal services.',
  }),
});
