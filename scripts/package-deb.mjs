import { join } from 'node:path';
import { requireNode } from './node-version.mjs';
import { makeDebianPackage } from './packaging/debian.mjs';
import { ROOT } from './root.mjs';
import { setUp } from './setup.mjs';

// `npm run package:deb`: the Debian package in dist/.
requireNode();
if (!(await setUp())) process.exit(1);
console.log(await makeDebianPackage(join(ROOT, 'dist')));
