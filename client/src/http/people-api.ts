import {
  apiUserSchema,
  doneSchema,
  newTokenAnswerSchema,
  oneTimePasswordSchema,
  type PersonRole,
  sessionAnswerSchema,
  type SessionAnswer,
  sessionPageSchema,
  signedOutSchema,
  singleSignOnUserPageSchema,
  tokenPageSchema,
  userPageSchema,
} from '@tunnelwatch/shared/people';
import { type PersonalSettings, personalSettingsAnswerSchema } from '@tunnelwatch/shared/personal-settings';
import type { Role } from '@tunnelwatch/shared/actor';
import type { z } from 'zod';
import { apiUrl, deleteJson, getJson, postJson, putJson } from './http-client.js';

const SETTINGS_PATIENCE_MS = 10_000;

/** One function per endpoint of people; each rejects with HttpError. */

export function fetchSession(signal: AbortSignal): Promise<SessionAnswer> {
  return getJson(sessionAnswerSchema, apiUrl('session'), signal);
}

export function signIn(body: { name: string; password: string } | { token: string }): Promise<SessionAnswer> {
  return postJson(sessionAnswerSchema, apiUrl('session'), body);
}

export function changePassword(body: { current: string; next: string }): Promise<unknown> {
  return postJson(doneSchema, apiUrl('session/password'), body);
}

/** Signs out here; `continueAt` is where to sign out at the single sign-on provider too. */
export function signOut(): Promise<z.output<typeof signedOutSchema>> {
  return deleteJson(signedOutSchema, apiUrl('session'));
}

/** One's own settings; null where the server keeps none. */
export async function fetchSettings(): Promise<PersonalSettings | null> {
  const answer = await getJson(
    personalSettingsAnswerSchema,
    apiUrl('session/settings'),
    AbortSignal.timeout(SETTINGS_PATIENCE_MS),
  );
  return answer.settings;
}

export function putSettings(settings: PersonalSettings): Promise<unknown> {
  return putJson(personalSettingsAnswerSchema, apiUrl('session/settings'), settings);
}

/** Keeps how far one has seen the alerts, ISO 8601. */
export function putAlertsSeen(at: string): Promise<unknown> {
  return putJson(personalSettingsAnswerSchema, apiUrl('session/alerts-seen'), { at });
}

export function fetchSessions(signal: AbortSignal): Promise<z.output<typeof sessionPageSchema>> {
  return getJson(sessionPageSchema, apiUrl('sessions'), signal);
}

export function endSession(id: number): Promise<unknown> {
  return deleteJson(doneSchema, apiUrl(`sessions/${id}`));
}

export function fetchUsers(signal: AbortSignal): Promise<z.output<typeof userPageSchema>> {
  return getJson(userPageSchema, apiUrl('users'), signal);
}

export function addUser(body: { name: string; role: PersonRole }): Promise<{ name: string; oneTimePassword: string }> {
  return postJson(oneTimePasswordSchema, apiUrl('users'), body);
}

export function resetPassword(name: string): Promise<{ name: string; oneTimePassword: string }> {
  return postJson(oneTimePasswordSchema, apiUrl(`users/${encodeURIComponent(name)}/password`), {});
}

export function setRole(name: string, role: PersonRole): Promise<unknown> {
  return postJson(apiUserSchema, apiUrl(`users/${encodeURIComponent(name)}/role`), { role });
}

export function removeUser(name: string): Promise<unknown> {
  return deleteJson(doneSchema, apiUrl(`users/${encodeURIComponent(name)}`));
}

export function fetchSingleSignOnUsers(signal: AbortSignal): Promise<z.output<typeof singleSignOnUserPageSchema>> {
  return getJson(singleSignOnUserPageSchema, apiUrl('single-sign-on-users'), signal);
}

export function removeSingleSignOnUser(id: number): Promise<unknown> {
  return deleteJson(doneSchema, apiUrl(`single-sign-on-users/${id}`));
}

export function fetchTokens(signal: AbortSignal): Promise<z.output<typeof tokenPageSchema>> {
  return getJson(tokenPageSchema, apiUrl('tokens'), signal);
}

export function addToken(body: {
  name: string;
  role: Role;
  expiresAt: string | null;
}): Promise<z.output<typeof newTokenAnswerSchema>> {
  return postJson(newTokenAnswerSchema, apiUrl('tokens'), body);
}

export function revokeToken(id: number): Promise<unknown> {
  return deleteJson(doneSchema, apiUrl(`tokens/${id}`));
}
