import { createContext } from 'react';
import type { LiveStore } from './live-store.js';

/** The page's live store; set once in main. */
export const LiveContext = createContext<LiveStore | null>(null);
