import '../src/zod-setup.js';
import '../src/theme/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { Toasts } from '../src/components/feedback/Toasts.js';
import { HistoryProvider } from '../src/history/HistoryProvider.js';
import { LiveContext } from '../src/live/live-context.js';
import { startTheme } from '../src/theme/theme.js';
import { ComponentGallery } from './ComponentGallery.js';
import { storeInState } from './live-states.js';

startTheme();

const page = (
  <HistoryProvider>
    <Toasts>
      <ComponentGallery />
    </Toasts>
  </HistoryProvider>
);
const root = document.getElementById('root');
if (root === null) throw new Error('index.html of the gallery has no element with the id "root"');
createRoot(root).render(
  <StrictMode>
    <LiveContext value={storeInState({ state: 'live' })}>
      <RouterProvider router={createMemoryRouter([{ path: '*', element: page }])} />
    </LiveContext>
  </StrictMode>,
);
