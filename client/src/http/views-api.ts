import { doneSchema, type PersonRole } from '@tunnelwatch/shared/people';
import {
  savedViewSchema,
  type SavedView,
  type ViewBody,
  viewListSchema,
  type ViewList,
  type ViewPage,
} from '@tunnelwatch/shared/saved-views';
import { apiUrl, deleteJson, getJson, postJson, putJson } from './http-client.js';

/** Saved views of pages; each function rejects with HttpError. */

export function fetchViews(page: ViewPage, signal: AbortSignal): Promise<ViewList> {
  return getJson(viewListSchema, apiUrl('views', { page }), signal);
}

export function addView(page: ViewPage, body: ViewBody): Promise<SavedView> {
  return postJson(savedViewSchema, apiUrl('views'), { page, ...body });
}

export function changeView(id: number, body: ViewBody): Promise<SavedView> {
  return putJson(savedViewSchema, apiUrl(`views/${id}`), body);
}

export function removeView(id: number): Promise<unknown> {
  return deleteJson(doneSchema, apiUrl(`views/${id}`));
}

/** Sets the view that a page opens with: one's own default, or that of a role. */
export function setViewDefault(page: ViewPage, view: number | null, role?: PersonRole): Promise<unknown> {
  return putJson(doneSchema, apiUrl('views/default'), { page, view, role });
}
