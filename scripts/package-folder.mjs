import { join } from 'node:path';
import { copyProductionPackages } from './packaging/production-packages.mjs';
import { stage } from './packaging/tarball.mjs';

// `node scripts/package-folder.mjs FOLDER`: the built program with its packages, as images of containers have it.
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('name the folder that is to be made');
await stage(folder);
copyProductionPackages(join(folder, 'node_modules'));
