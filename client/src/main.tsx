import './zod-setup.js';
import './theme/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { basePath } from './base-path.js';
import { openSocketConnection } from './connection/socket-connection.js';
import { scheduleFrame } from './live/frame-scheduler.js';
import { LiveContext } from './live/live-context.js';
import { LiveStore } from './live/live-store.js';
import { reloadOnMissingChunk } from './reload.js';
import { router } from './routes.js';

reloadOnMissingChunk();
const store = new LiveStore((sink) => openSocketConnection(sink, basePath), scheduleFrame);
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root": the build is broken, build again');

createRoot(root).render(
  <StrictMode>
    <LiveContext value={store}>
      <RouterProvider router={router} />
    </LiveContext>
  </StrictMode>,
);
