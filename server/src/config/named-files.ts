import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { channelSecretFault, secretFault, type SecretFault } from './channel-secret.js';
import type { SettingOrigin } from './load.js';
import { explainReadError } from './read-error.js';
import type { SettingError } from './setting-error.js';
import type { Settings } from './settings.js';

/** What is wrong with a file, and what helps. */
type Fault = Pick<SettingError, 'message' | 'remedy'>;

/** A file that settings name. */
interface NamedFile {
  readonly key: string;
  readonly within: readonly PropertyKey[];
  readonly file: string;
  readonly check: (text: string) => Fault | undefined;
}

/**
 * Reads every certificate, key and secret that the settings name, and says what is wrong with each.
 * @param now epoch ms
 */
export function namedFileErrors(
  settings: Settings,
  origin: ReadonlyMap<string, SettingOrigin>,
  now: number,
): readonly SettingError[] {
  return namedFiles(settings, now).flatMap(({ key, within, file, check }) => {
    const fault = faultOf(file, check);
    const from = origin.get(key);
    if (fault === undefined || from === undefined) return [];
    return [{ ...from.placeOf(within), message: `${file}: ${fault.message}`, remedy: fault.remedy }];
  });
}

function faultOf(file: string, check: NamedFile['check']): Fault | undefined {
  const content = textOf(file);
  return typeof content === 'string' ? check(content) : content;
}

function textOf(file: string): string | Fault {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    return explainReadError(cause);
  }
}

function namedFiles({ tls, oidc, sources, notifications }: Settings, now: number): NamedFile[] {
  const ofPages =
    tls.certificate === null || tls.key === null
      ? []
      : pairOf({ certificate: tls.certificate, key: tls.key, now }, (name) => ({ key: `tls.${name}`, within: [] }));
  const ofListeners = sources.flatMap((source, index): NamedFile[] => {
    if (!('listen' in source) || source.tls === null) return [];
    const { certificate, key, clientCa } = source.tls;
    const place = (name: string) => ({ key: 'sources', within: [index, name] });
    const ca = { file: clientCa ?? '', check: (text: string) => certificateFault(text, now) };
    return [
      ...pairOf({ certificate, key, now }, place),
      ...(clientCa === null ? [] : [{ ...place('clientCa'), ...ca }]),
    ];
  });
  const ofChannels = notifications.flatMap(({ secretFile, kind }, index): NamedFile[] => {
    if (secretFile === null) return [];
    const check = (text: string) => faultOfSecret(channelSecretFault(kind, text));
    return [{ key: 'notifications', within: [index, 'secretFile'], file: secretFile, check }];
  });
  const ofProvider =
    oidc.clientSecretFile === null
      ? []
      : [
          {
            key: 'oidc.clientSecretFile',
            within: [],
            file: oidc.clientSecretFile,
            check: (text: string) => faultOfSecret(secretFault(text)),
          },
        ];
  return [...ofPages, ...ofProvider, ...ofListeners, ...ofChannels];
}

interface Pair {
  certificate: string;
  key: string;
  now: number;
}

function pairOf(
  { certificate, key, now }: Pair,
  place: (name: 'certificate' | 'key') => Pick<NamedFile, 'key' | 'within'>,
): NamedFile[] {
  return [
    { ...place('certificate'), file: certificate, check: (text) => certificateFault(text, now) },
    { ...place('key'), file: key, check: (text) => keyFault(text, textOf(certificate)) },
  ];
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const PEM_REMEDY = 'name a PEM file, which begins with -----BEGIN';

function certificateFault(text: string, now: number): Fault | undefined {
  const blocks = text.match(CERTIFICATE) ?? [];
  if (blocks.length === 0) {
    const message = /PRIVATE KEY-----/.test(text)
      ? 'it contains a key, but no certificate'
      : 'it contains no certificate';
    return { message, remedy: PEM_REMEDY };
  }
  for (const [index, block] of blocks.entries()) {
    const parsed = certificateOf(block);
    if (parsed === undefined) {
      const which = blocks.length === 1 ? 'the certificate' : `certificate ${String(index + 1)}`;
      return { message: `${which} in it is damaged`, remedy: 'copy it again from where it was issued' };
    }
    const [from, to] = [Date.parse(parsed.validFrom), Date.parse(parsed.validTo)];
    if (to <= now) return { message: `it expired on ${isoDate(to)}`, remedy: 'renew it' };
    if (from > now) {
      return { message: `it is not valid before ${isoDate(from)}`, remedy: 'check the clock of this machine' };
    }
  }
  return undefined;
}

function keyFault(text: string, certificate: string | Fault): Fault | undefined {
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
    const message =
      text.match(CERTIFICATE) === null ? 'it contains no private key' : 'it contains a certificate, but no private key';
    return { message, remedy: PEM_REMEDY };
  }
  if (/-----BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(text)) {
    return { message: 'the key has a passphrase', remedy: 'remove it: openssl pkey -in OLD -out NEW' };
  }
  const key = privateKeyOf(text);
  if (key === undefined) return { message: 'the key in it is damaged', remedy: 'copy it again from where it was made' };
  const own = typeof certificate === 'string' ? certificate.match(CERTIFICATE)?.[0] : undefined;
  const parsed = own === undefined ? undefined : certificateOf(own);
  if (parsed === undefined || parsed.checkPrivateKey(key)) return undefined;
  return {
    message: 'it is not the key of the certificate',
    remedy: 'name the key with which that was requested; of a chain, the server’s own certificate comes first',
  };
}

/** Undefined where OpenSSL cannot read it; its own words help nobody. */
function certificateOf(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/** Undefined where OpenSSL cannot read it. */
function privateKeyOf(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

const SECRET_FAULTS: Readonly<Record<SecretFault, Fault>> = {
  empty: { message: 'it is empty', remedy: 'write the secret to it' },
  lines: { message: 'it has several lines', remedy: 'write only the secret to it, on one line' },
  noUrl: { message: 'it contains no URL', remedy: 'write the URL of the incoming webhook to it' },
};

function faultOfSecret(fault: SecretFault | undefined): Fault | undefined {
  return fault === undefined ? undefined : SECRET_FAULTS[fault];
}

function isoDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
