import { ROOT } from './root.mjs';
import { requireNode } from './node-version.mjs';

requireNode();
// npm runs a script in the root; files are meant relative to where the user stands.
const isRunByNpm = process.env['npm_lifecycle_event'] === 'start' && process.cwd() === ROOT;
if (isRunByNpm && process.env['INIT_CWD'] !== undefined) process.chdir(process.env['INIT_CWD']);
const { launch } = await import('./launch.mjs');
await launch(['serve', ...process.argv.slice(2)], { isQuiet: false });
