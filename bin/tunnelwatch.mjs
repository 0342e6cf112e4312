#!/usr/bin/env node
// Works in a fresh clone: plain JavaScript that needs nothing installed, and sets up as `npm start` does.
import { requireNode } from '../scripts/node-version.mjs';

requireNode();
const { launch } = await import('../scripts/launch.mjs');
await launch(process.argv.slice(2), { isQuiet: true });
