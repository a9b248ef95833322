import { answer, api, done, keepCsrfToken, tagged, type Tagged } from './client';
import { ApiError } from './errors';
import type { Preferences, PreferencesUpdate, Session, SessionSummary } from './types';

function remember(session: Session): Session {
  keepCsrfToken(session.csrf_token);
  return session;
}

/** Who is signed in; null if nobody. */
export async function readSession(): Promise<Session | null> {
  try {
    return remember(await answer(api.GET('/api/v1/session')));
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      keepCsrfToken('');
      return null;
    }
    throw error;
  }
}

/** Redeems the code of a one-time link. */
export async function redeemCode(code: string): Promise<Session> {
  return remember(await answer(api.POST('/api/v1/session', { body: { code } })));
}

export async function signOut(): Promise<void> {
  await done(api.DELETE('/api/v1/session'));
  keepCsrfToken('');
}

export async function listSessions(): Promise<SessionSummary[]> {
  return (await answer(api.GET('/api/v1/sessions'))).items;
}

export async function endSession(session: string): Promise<void> {
  await done(api.DELETE('/api/v1/sessions/{session}', { params: { path: { session } } }));
}

export async function readPreferences(): Promise<Tagged<Preferences>> {
  return tagged(api.GET('/api/v1/preferences'));
}

/** Over the state that was read with `tag`; somebody else's edit in between is an error. */
export async function writePreferences(
  tag: string,
  { theme, density, zone }: PreferencesUpdate,
): Promise<Tagged<Preferences>> {
  return tagged(
    api.PUT('/api/v1/preferences', {
      params: { header: { 'If-Match': tag } },
      body: { theme, density, ...(zone === undefined ? {} : { zone }) },
      // Also when the page is left at once.
      keepalive: true,
    }),
  );
}
