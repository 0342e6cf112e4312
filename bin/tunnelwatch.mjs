#!/usr/bin/env node
// Works in a fresh clone, where it sets up as `npm start` does, and in an installed package, which comes built.
import { requireNode } from '../scripts/node-version.mjs';

requireNode();
const { launch } = await import('../scripts/launch.mjs');
await launch(process.argv.slice(2), { isQuiet: true });
