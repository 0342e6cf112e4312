import { doneSchema, newTokenAnswerSchema } from '@tunnelwatch/shared/people';
import { type ApiWall, apiWallSchema, wallListSchema, type WallSettings } from '@tunnelwatch/shared/wall';
import type { z } from 'zod';
import { apiUrl, deleteJson, getJson, postJson, putJson } from './http-client.js';

/** One function per endpoint of walls; each rejects with HttpError. */

export function fetchWalls(signal: AbortSignal): Promise<z.output<typeof wallListSchema>> {
  return getJson(wallListSchema, apiUrl('walls'), signal);
}

export function addWall(settings: WallSettings): Promise<ApiWall> {
  return postJson(apiWallSchema, apiUrl('walls'), settings);
}

export function changeWall(id: number, settings: WallSettings): Promise<ApiWall> {
  return putJson(apiWallSchema, apiUrl(`walls/${id}`), settings);
}

export function removeWall(id: number): Promise<unknown> {
  return deleteJson(doneSchema, apiUrl(`walls/${id}`));
}

/** Makes a link for a screen; its token is only in this answer. */
export function addWallLink(
  wall: number,
  link: { name: string; expiresAt: string | null },
): Promise<z.output<typeof newTokenAnswerSchema>> {
  return postJson(newTokenAnswerSchema, apiUrl(`walls/${wall}/links`), link);
}
