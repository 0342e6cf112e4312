/** Debian's tools take changelogs of this width. */
const WIDTH = 78;

/**
 * The changelog of a package as Debian's tools read it, with one version.
 *
 * @param {object} release
 * @param {string} release.version
 * @param {string} release.maintainer
 * @param {string} release.notes a list in Markdown
 * @param {Date} release.date
 * @returns {string}
 */
export function debianChangelog({ version, maintainer, notes, date }) {
  const items = notes.split(/^- /m).slice(1);
  const lines = items.flatMap((item) => wrapped(item.split(/\s+/).filter((word) => word !== '')));
  const day = date.toUTCString().replace('GMT', '+0000');
  return `tunnelwatch (${version}) unstable; urgency=medium\n\n${lines.join('\n')}\n\n -- ${maintainer}  ${day}\n`;
}

/**
 * @param {readonly string[]} words
 * @returns {string[]} an item of the list
 */
function wrapped(words) {
  /** @type {string[]} */
  const lines = [];
  let line = '  *';
  for (const word of words) {
    if (line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = '   ';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

/**
 * The manual page of the command, with the commands that its help names.
 *
 * @param {string} version
 * @param {string} help what `tunnelwatch --help` prints
 * @returns {string}
 */
export function manualPage(version, help) {
  const commands = (help.split('\nCommands:\n')[1] ?? '').split('\n').flatMap((line) => {
    const [, usage, text] = /^ {2}(\S.*?) {2,}(\S.*)$/.exec(line) ?? [];
    return usage === undefined || text === undefined ? [] : ['.TP', `.B ${roff(usage)}`, roff(text)];
  });
  if (commands.length === 0) throw new Error(`the help names no commands:\n${help}`);
  return [
    `.TH TUNNELWATCH 1 "" "tunnelwatch ${version}"`,
    '.SH NAME',
    'tunnelwatch \\- monitor for IPsec tunnels of Clavister cOS Stream gateways',
    '.SH SYNOPSIS',
    '.B tunnelwatch',
    '.RI [ options ]',
    '.I command',
    '.RI [ options ]',
    '.SH DESCRIPTION',
    'Follows the logs of gateways, stores every IPsec event, and shows failures of tunnels and alerts live in the browser.',
    'Commands are about the service of this machine unless told otherwise by \\fB\\-\\-config\\fR. Each has \\fB\\-\\-help\\fR.',
    '.SH COMMANDS',
    ...commands,
    '.SH EXIT STATUS',
    '0 success, 1 failure, 2 invalid usage or configuration.',
    '.SH FILES',
    ...['.TP', '.I /etc/tunnelwatch/tunnelwatch.yaml', 'the configuration of the service'],
    ...['.TP', '.I /var/lib/tunnelwatch/data', 'its store'],
    ...['.TP', '.I /usr/lib/tunnelwatch/docs', 'the documentation, which begins at index.md'],
    '',
  ].join('\n');
}

/**
 * @param {string} text
 * @returns {string} as text of a manual page: its hyphens can be copied
 */
function roff(text) {
  return text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replace(/^[.']/, '\\&$&');
}
