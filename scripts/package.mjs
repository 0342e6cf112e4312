import { join } from 'node:path';
import { requireNode } from './node-version.mjs';
import { makeTarball } from './packaging/tarball.mjs';
import { ROOT } from './root.mjs';
import { setUp } from './setup.mjs';

// `npm run package`: the npm package in dist/.
requireNode();
if (!(await setUp())) process.exit(1);
console.log(await makeTarball(join(ROOT, 'dist')));
