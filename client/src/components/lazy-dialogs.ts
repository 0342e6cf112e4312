import { lazyPart } from './layout/lazy-part.js';

export const ActionDialog = lazyPart(() => import('./alert/ActionDialog.js').then((m) => m.ActionDialog));
export const EntryDialog = lazyPart(() => import('./inventory/EntryDialog.js').then((m) => m.EntryDialog));
export const RangeDialog = lazyPart(() => import('./time-bar/RangeDialog.js').then((m) => m.RangeDialog));
export const SaveViewDialog = lazyPart(() => import('./views/SaveViewDialog.js').then((m) => m.SaveViewDialog));
export const ManageViewsDialog = lazyPart(() =>
  import('./views/ManageViewsDialog.js').then((m) => m.ManageViewsDialog),
);
