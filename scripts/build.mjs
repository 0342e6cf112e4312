import { requireNode } from './node-version.mjs';

requireNode();
const { setUp } = await import('./setup.mjs');
process.exitCode = (await setUp()) ? 0 : 1;
