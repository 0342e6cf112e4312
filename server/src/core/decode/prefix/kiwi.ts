import { severityFromWord } from '@tunnelwatch/shared/severity';
import type { Prefix } from '../decoded-line.js';
import { readDeviceStamp } from './header.js';

const TAB = 0x09;

/** The tab-separated rest of a Kiwi line behind its stamp: facility.severity, sender, message. */
export function readKiwi(line: string, prefix: Prefix): boolean {
  if (line.charCodeAt(prefix.bodyStart) !== TAB) return false;
  const afterLevel = line.indexOf('\t', prefix.bodyStart + 1);
  const afterHost = afterLevel < 0 ? -1 : line.indexOf('\t', afterLevel + 1);
  if (afterHost < 0) return false;
  const level = line.slice(prefix.bodyStart + 1, afterLevel);
  const severity = severityFromWord(level.slice(level.indexOf('.') + 1));
  if (severity !== undefined) prefix.headerSeverity = severity;
  const host = line.slice(afterLevel + 1, afterHost).trim();
  if (host !== '') prefix.host = host;
  prefix.bodyStart = afterHost + 1;
  readDeviceStamp(line, prefix);
  return true;
}
