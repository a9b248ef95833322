import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { preferencesQuery } from '@/lib/api/queries';
import { writePreferences } from '@/lib/api/session';
import type { PreferencesUpdate } from '@/lib/api/types';
import { followSystem, keptTheme, showTheme } from './theme';

const KEY = preferencesQuery.queryKey;

/** The zone that the browser is in. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** What the person chose, kept on the server; until that was read, for this visit. */
export function usePreferences(): [
  PreferencesUpdate,
  (changed: Partial<PreferencesUpdate>) => void,
] {
  const queries = useQueryClient();
  const { data: kept } = useQuery({ ...preferencesQuery, retry: false });
  const [local, setLocal] = useState<PreferencesUpdate>(() => ({
    theme: keptTheme(),
    density: 'compact',
  }));
  const preferences: PreferencesUpdate = kept?.data ?? local;
  const { theme } = preferences;
  useEffect(() => {
    showTheme(theme);
    return followSystem(() => theme);
  }, [theme]);
  // One after the other, each over the state that the one before it left.
  const { mutate: write } = useMutation({
    scope: { id: 'preferences' },
    mutationFn: async () => {
      const now = queries.getQueryData(KEY);
      if (!now) return;
      const { tag } = await writePreferences(now.tag, now.data);
      queries.setQueryData(KEY, (old) => old && { ...old, tag });
    },
    onError: () => void queries.invalidateQueries({ queryKey: KEY }),
  });
  const change = (changed: Partial<PreferencesUpdate>) => {
    setLocal((before) => ({ ...before, ...changed }));
    if (!kept) return;
    queries.setQueryData(KEY, (old) => old && { ...old, data: { ...old.data, ...changed } });
    write();
  };
  return [preferences, change];
}
