import path from 'node:path';
import { addressInName } from './file/address-in-name.js';
import { datedLog } from './file/log-name.js';

/** Words that receivers name files and folders with for all senders together: none of them is a gateway. */
const CATCH_ALL = new Set(
  [
    'all archive archives auth authpriv catchall central clavister collected collector console cron current daemon data debug default device devices efw',
    'err error events everything facility firewall firewalls forwarded gateway gateways host hosts incoming info input',
    'ipsec kern kernel log logs logfile logger logging mail message messages msg net network networks ng notice other',
    'output raw received receiver remote rsyslog secure security sender senders server stdin stdout stream syslog',
    'syslogcatchall syslogd syslogng syslogs tcp tls traffic udp user vpn warn warning',
  ]
    .join(' ')
    .split(' '),
);
const FACILITY = /^local[0-7]$/;
/** Folders of the system: they and what is above them name nothing. */
const SYSTEM = new Set(
  ['bin dev etc home lib media mnt opt proc root run srv sys tmp usr users var volumes'].join(' ').split(' '),
);
/** A path such as GATEWAY/logs/messages has this many folders between the gateway and the file, at most. */
const MAX_CATCH_ALL_FOLDERS = 2;

/**
 * The gateway for lines that name none, from the path of their file: its name without extension, rotation number and
 * date; where that names no gateway, as `messages` or a date alone, the folder. An address is returned in the form of
 * RFC 5952.
 */
export function gatewayOfFile(file: string): string {
  const base = path.basename(file);
  const { folders, names: pieces } = datedLog(file);
  const names = pieces.filter((piece) => !isCatchAll(piece));
  if (names.length > 0) return gatewayNamed(names);
  const folder = gatewayOfFolders(folders);
  if (folder !== undefined) return folder;
  if (pieces.length > 0) return pieces.join('-');
  // A date alone would be another gateway every day.
  return folders.findLast((name) => !isNoName(name)) ?? base;
}

function gatewayNamed(names: readonly string[]): string {
  const name = names.join('-');
  return addressInName(name) ?? name;
}

/** The nearest folder that may be a gateway's. */
function gatewayOfFolders(folders: readonly string[]): string | undefined {
  let passed = 0;
  for (const folder of folders.toReversed()) {
    if (isNoName(folder) || SYSTEM.has(folder.toLowerCase())) return undefined;
    const names = datedLog(folder).names.filter((piece) => !isCatchAll(piece));
    if (names.length > 0) return gatewayNamed(names);
    passed += 1;
    if (passed > MAX_CATCH_ALL_FOLDERS) return undefined;
  }
  return undefined;
}

function isNoName(folder: string): boolean {
  return folder === '' || folder === '.' || folder === '..';
}

/** True when every word of a name is one for all senders together; a number, as of a port, may stand beside it. */
function isCatchAll(name: string): boolean {
  const words = name
    .toLowerCase()
    .split(/[-_. ]+/)
    .filter((word) => word !== '');
  return words.some(isCatchAllWord) && words.every((word) => isCatchAllWord(word) || /^\d+$/.test(word));
}

function isCatchAllWord(word: string): boolean {
  return CATCH_ALL.has(word) || FACILITY.test(word);
}
