import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { releaseProblems, sectionOf } from '../../scripts/packaging/release-checks.mjs';

const CHANGELOG = '# Changelog\n\n## 0.2.0 (2026-03-01)\n\n- New.\n- Newer.\n\n## 0.1.0 (unreleased)\n\n- First.\n';

describe('a release', () => {
  const good = {
    version: '0.2.0',
    otherVersions: new Map([['a', '0.2.0']]),
    changelog: CHANGELOG,
    tag: 'v0.2.0',
    isDraft: false,
  };

  it('has the notes of its version only', () => {
    expect(sectionOf(CHANGELOG, '0.2.0')).toEqual({ date: '2026-03-01', notes: '- New.\n- Newer.' });
    expect(sectionOf(CHANGELOG, '0.3.0')).toBeUndefined();
  });

  it('needs one version everywhere, its tag, and dated notes', () => {
    expect(releaseProblems(good)).toEqual([]);
    expect(releaseProblems({ ...good, otherVersions: new Map([['server/package.json', '0.1.0']]) })).toEqual([
      'server/package.json says 0.1.0, and package.json says 0.2.0: make them the same',
    ]);
    expect(releaseProblems({ ...good, tag: 'v0.1.0' })).toEqual([
      'the tag v0.1.0 is not v0.2.0: set the version in package.json, or tag another commit',
    ]);
    const undated = { ...good, version: '0.1.0', otherVersions: new Map<string, string>(), tag: undefined };
    expect(releaseProblems(undated)).toHaveLength(1);
    expect(releaseProblems({ ...undated, isDraft: true })).toEqual([]);
    expect(releaseProblems({ ...undated, version: '0.3.0', isDraft: true })).toHaveLength(1);
  });

  it('is possible now, as a draft', () => {
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync('package.json', 'utf8')));
    const changelog = readFileSync('CHANGELOG.md', 'utf8');
    expect(releaseProblems({ version, otherVersions: new Map(), changelog, tag: undefined, isDraft: true })).toEqual(
      [],
    );
  });
});

describe('the workflows', () => {
  const workflowSchema = z.object({
    jobs: z.record(z.string(), z.object({ steps: z.array(z.object({ run: z.string().optional() })) })),
  });

  it.each([
    ['ci', ['.ci/run']],
    ['release', ['.ci/run', 'apt-get install .* lintian', 'npm run release', 'gh release create']],
  ])('%s runs what anybody can run, and nothing else', (name, commands) => {
    const { jobs } = workflowSchema.parse(parse(readFileSync(`.github/workflows/${name}.yml`, 'utf8')));
    const steps = Object.values(jobs).flatMap((job) => job.steps.flatMap(({ run }) => run ?? []));
    expect(steps).toHaveLength(commands.length);
    for (const [index, command] of commands.entries()) expect(steps[index]).toMatch(new RegExp(`^${command}`));
  });
});
