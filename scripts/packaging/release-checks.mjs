/**
 * The section of a version in the changelog, without its heading.
 *
 * @param {string} changelog
 * @param {string} version
 * @returns {{ date: string, notes: string } | undefined} the date as it stands in the heading; undefined without a section
 */
export function sectionOf(changelog, version) {
  const sections = changelog.split(/^## /m).slice(1);
  for (const section of sections) {
    const [, name, date = ''] = /^(\S+) \(([^)]*)\)\n/.exec(section) ?? [];
    if (name === version) return { date, notes: section.slice(section.indexOf('\n')).trim() };
  }
  return undefined;
}

/**
 * What stands in the way of a release, in words.
 *
 * @param {object} state
 * @param {string} state.version of the root's package.json
 * @param {ReadonlyMap<string, string>} state.otherVersions by the file that names them
 * @param {string} state.changelog
 * @param {string | undefined} state.tag the tag that is released
 * @param {boolean} state.isDraft a draft may be without a date
 * @returns {string[]}
 */
export function releaseProblems({ version, otherVersions, changelog, tag, isDraft }) {
  const problems = [...otherVersions]
    .filter(([, other]) => other !== version)
    .map(([file, other]) => `${file} says ${other}, and package.json says ${version}: make them the same`);
  if (tag !== undefined && tag !== `v${version}`) {
    problems.push(`the tag ${tag} is not v${version}: set the version in package.json, or tag another commit`);
  }
  const section = sectionOf(changelog, version);
  if (section === undefined || section.notes === '') {
    problems.push(`CHANGELOG.md says nothing about ${version}: add "## ${version} (YYYY-MM-DD)"`);
  } else if (!isDraft && !/^\d{4}-\d{2}-\d{2}$/.test(section.date)) {
    problems.push(`CHANGELOG.md says "${section.date}" for ${version}: write the date, or make a draft with --draft`);
  }
  return problems;
}
