import path from 'node:path';
import { addressInName } from './address-in-name.js';

/** A path whose dates are taken out. */
export interface DatedPath {
  /** Folders without those that are only a date, outermost first. */
  folders: string[];
  /** What is left of the file name on both sides of its date; one element when it has none. */
  pieces: string[];
  /** The dates of path and name, as digits that sort by time; empty when there are none. */
  stamp: string;
}

const YEAR = '20\\d\\d';
const MONTH = '0[1-9]|1[0-2]';
const DAY = '0[1-9]|[12]\\d|3[01]';
const MONTH_NAMES = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NAMED = MONTH_NAMES.join('|');
/** An hour, perhaps with minutes and seconds, behind a day. */
const TIME =
  '(?:[-_.T ]?[Hh]?(?<hour>[01]\\d|2[0-3])h?(?:[-_.:]?(?<minute>[0-5]\\d)(?:[-_.:]?(?<second>[0-5]\\d))?)?Z?)?';

/** Ways to write a date in a name, each with named groups. The first that matches counts. */
const FORMS: readonly RegExp[] = [
  `(?<year>${YEAR})(?<by>[-_.]?)(?<month>${MONTH})\\k<by>(?<day>${DAY})${TIME}`,
  `(?<day>${DAY})(?<by>[-_.])(?<month>${MONTH})\\k<by>(?<year>${YEAR})${TIME}`,
  `(?<month>${MONTH})(?<by>[-_.])(?<day>${DAY})\\k<by>(?<year>${YEAR})${TIME}`,
  `(?<year>${YEAR})(?<by>[-_.]?)(?<named>${NAMED})\\k<by>(?<day>${DAY})${TIME}`,
  `(?<day>${DAY})(?<by>[-_.]?)(?<named>${NAMED})\\k<by>(?<year>${YEAR})${TIME}`,
  `(?<year>${YEAR})[-_.]?w(?<week>[0-5]\\d)`,
  `(?<year>${YEAR})[-_.]?(?<month>${MONTH})`,
  // Seconds since the epoch, as logrotate's `dateformat -%s` writes them.
  '(?<seconds>1\\d{9})',
].map((form) => new RegExp(`(?<!\\d)${form}(?!\\d)`, 'i'));

/** How precise the dates of the folders so far are: what a bare number below them means. */
type Level = 'none' | 'year' | 'month' | 'day';

/** What a name that is only a number, or two, is below a folder of a year, a month or a day. */
const BELOW: Readonly<Record<Exclude<Level, 'none'>, RegExp>> = {
  year: new RegExp(`^(?:(?<month>${MONTH}|[1-9])|(?<named>${NAMED}))(?:[-_.]?(?<day>${DAY}))?$`, 'i'),
  month: new RegExp(`^(?<day>${DAY}|[1-9])$`),
  day: /^(?<hour>[01]\d|2[0-3]|\d)h?$/i,
};

/** Takes the dates out of a path: of folders such as `2026/11/29`, and of the name such as `gw1-2026-11-29-13`. */
export function datedPath(folder: string, stem: string): DatedPath {
  const folders: string[] = [];
  let stamp = '';
  let level: Level = 'none';
  for (const name of folder.split(path.sep)) {
    const date = wholeDate(name, level);
    if (date === undefined) folders.push(name);
    else stamp += date.digits;
    level = date?.level ?? level;
  }
  const whole = wholeDate(stem, level);
  if (whole !== undefined) return { folders, pieces: [], stamp: stamp + whole.digits };
  const found = findDate(stem);
  if (found === undefined) return { folders, pieces: [stem], stamp };
  const around = [stem.slice(0, found.start), stem.slice(found.end)];
  const pieces = around.map((piece) => piece.replace(/^[-_. ]+|[-_. ]+$/g, '')).filter((piece) => piece !== '');
  // What looks like a date may be part of an address: `2001-10-12--7`, but not the end of `2001-db8--7-2026-11-29`.
  const isPart = addressInName(stem) !== undefined && addressInName(pieces.join('-')) === undefined;
  if (isPart) return { folders, pieces: [stem], stamp };
  return { folders, pieces, stamp: stamp + found.digits };
}

/** The date that a whole name is; undefined when it is something else. */
function wholeDate(name: string, level: Level): { digits: string; level: Level } | undefined {
  const below = level === 'none' ? undefined : BELOW[level].exec(name);
  if (below?.groups !== undefined) return { digits: digitsOf(below.groups), level: levelOf(below.groups) };
  if (/^20\d\d$/.test(name)) return { digits: name, level: 'year' };
  const found = findDate(name);
  if (found === undefined || found.end - found.start < name.length) return undefined;
  return { digits: found.digits, level: found.level };
}

function findDate(name: string): { start: number; end: number; digits: string; level: Level } | undefined {
  for (const form of FORMS) {
    const match = form.exec(name);
    if (match?.groups === undefined) continue;
    const { index, groups } = match;
    return { start: index, end: index + match[0].length, digits: digitsOf(groups), level: levelOf(groups) };
  }
  return undefined;
}

type Groups = Readonly<Record<string, string | undefined>>;

function levelOf({ month, named, day, hour, week, seconds }: Groups): Level {
  if (day !== undefined || hour !== undefined || week !== undefined || seconds !== undefined) return 'day';
  return month === undefined && named === undefined ? 'year' : 'month';
}

/** Year, month, day, hour, minute and second as digits, as far as they are known. */
function digitsOf({ year, month, named, week, day, hour, minute, second, seconds }: Groups): string {
  const monthNumber = named === undefined ? month : String(MONTH_NAMES.indexOf(named.toLowerCase()) + 1);
  const parts = [monthNumber, week, day, hour, minute, second].map((part) => part?.padStart(2, '0') ?? '');
  return (year ?? '') + parts.join('') + (seconds ?? '');
}
