import {
  Nav,
  NavGroup,
  NavItem,
  NavList,
  Page,
  PageSidebar,
  PageSidebarBody,
  SkipToContent,
} from '@patternfly/react-core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  Link,
  Outlet,
  useMatchRoute,
  useNavigate,
  useParams,
  useSearch,
} from '@tanstack/react-router';
import { Suspense, useEffect, useMemo, useState } from 'react';
import { signOutAddress } from '@/lib/api/identity';
import { sessionQuery } from '@/lib/api/queries';
import { signOut } from '@/lib/api/session';
import type { PreferencesUpdate, Session } from '@/lib/api/types';
import { DisplayContext } from '@/ui/display';
import { useShortcut } from '@/ui/shortcuts';
import { Loading, Panel } from '@/ui/states';
import { Help } from './Help';
import { useLive } from './live';
import { type Command, Palette } from './Palette';
import { type PlaceLink, type PlaceRoute, placesFor } from './places';
import { ownZone, usePreferences } from './preferences';
import { THEMES, TopBar } from './TopBar';

const GROUPS = ['Overview', 'Models', 'Operate'] as const;

function Shortcut({ keys, title, onGo }: { keys: string; title: string; onGo: () => void }) {
  useShortcut(keys, title, onGo);
  return null;
}

function Navigation({ places, tenant }: { places: readonly PlaceLink[]; tenant: string }) {
  const matches = useMatchRoute();
  const isAt = (to: PlaceRoute) => {
    const params = to.startsWith('/t/') ? { params: { tenant } } : {};
    return matches({ to, ...params, fuzzy: to !== '/t/$tenant' }) !== false;
  };
  return (
    <Nav aria-label="Main">
      {GROUPS.map((group) => {
        const inside = places.filter((place) => place.group === group);
        if (inside.length === 0) return null;
        const items = inside.map(({ to, title }) => (
          <NavItem key={to} isActive={isAt(to)}>
            <Link to={to} params={{ tenant }}>
              {title}
            </Link>
          </NavItem>
        ));
        return group === 'Overview' ? (
          <NavList key={group}>{items}</NavList>
        ) : (
          <NavGroup key={group} title={group}>
            {items}
          </NavGroup>
        );
      })}
    </Nav>
  );
}

function useCommands(
  session: Session,
  places: readonly PlaceLink[],
  tenant: string,
  change: (change: Partial<PreferencesUpdate>) => void,
  leave: () => void,
): Command[] {
  const navigate = useNavigate();
  return useMemo(
    () => [
      ...places.map(({ to, title, keys }) => ({
        title,
        group: 'Go to',
        keys,
        run: () => void navigate({ to, params: { tenant } }),
      })),
      ...session.memberships.map((membership) => ({
        title: membership.display_name ?? membership.tenant,
        group: 'Switch to tenant',
        run: () => void navigate({ to: '/t/$tenant', params: { tenant: membership.tenant } }),
      })),
      ...THEMES.map(({ value, label }) => ({
        title: label,
        group: 'Theme',
        run: () => change({ theme: value }),
      })),
      { title: 'Your sessions', group: 'Go to', run: () => void navigate({ to: '/sessions' }) },
      { title: 'Sign out', group: 'Do', run: leave },
    ],
    [session, places, tenant, navigate, change, leave],
  );
}

/** The tenant of the address, or where there is none the one that was looked at last. */
function useTenant(session: Session): { tenant: string | undefined; last: string | undefined } {
  const { tenant } = useParams({ strict: false });
  const first = session.memberships[0]?.tenant;
  const [last, setLast] = useState(tenant ?? first);
  if (tenant !== undefined && tenant !== last) setLast(tenant);
  return { tenant, last: tenant ?? last };
}

function Frame({ session }: { session: Session }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { tenant, last } = useTenant(session);
  const { environment = 'research' } = useSearch({ strict: false });
  const [preferences, change] = usePreferences();
  const stream = useLive(session, tenant);
  const [open, setOpen] = useState<'palette' | 'help'>();
  const places = useMemo(() => placesFor(session, last), [session, last]);
  const elsewhere = signOutAddress(session);
  const leave = useMemo(
    () => () => {
      signOut().then(
        () => {
          queries.clear();
          if (elsewhere === undefined) void navigate({ to: '/sign-in' });
          else window.location.assign(elsewhere);
        },
        () => void queries.invalidateQueries({ queryKey: sessionQuery.queryKey }),
      );
    },
    [queries, navigate, elsewhere],
  );
  const commands = useCommands(session, places, last ?? '', change, leave);
  useShortcut('?', 'Shortcuts', () => setOpen('help'));
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      setOpen('palette');
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const { zone = ownZone(), density } = preferences;
  const display = useMemo(() => ({ zone, density }), [zone, density]);

  return (
    <DisplayContext value={display}>
      <Page
        mainContainerId="main"
        isManagedSidebar
        isContentFilled
        skipToContent={<SkipToContent href="#main">Skip to the content</SkipToContent>}
        masthead={
          <TopBar
            session={session}
            tenant={tenant}
            environment={environment}
            preferences={preferences}
            stream={stream}
            onPreferences={change}
            onEnvironment={(next) =>
              void navigate({
                to: '.',
                search: (now) => ({ ...now, environment: next === 'research' ? undefined : next }),
              })
            }
            onPalette={() => setOpen('palette')}
            onHelp={() => setOpen('help')}
            onSignOut={leave}
          />
        }
        sidebar={
          <PageSidebar>
            <PageSidebarBody>
              <Navigation places={places} tenant={last ?? ''} />
            </PageSidebarBody>
          </PageSidebar>
        }
      >
        <Panel what="This page" key={tenant}>
          <Suspense fallback={<Loading what="the page" />}>
            <Outlet />
          </Suspense>
        </Panel>
      </Page>
      {places.map(
        ({ to, keys, title }) =>
          keys !== undefined && (
            <Shortcut
              key={to}
              keys={keys}
              title={title}
              onGo={() => void navigate({ to, params: { tenant: last ?? '' } })}
            />
          ),
      )}
      {open === 'palette' && <Palette commands={commands} onClose={() => setOpen(undefined)} />}
      {open === 'help' && <Help onClose={() => setOpen(undefined)} />}
    </DisplayContext>
  );
}

/** All pages but signing in: bar, navigation, page. Leads to signing in when the session ends. */
export function Shell() {
  const navigate = useNavigate();
  const { data: session } = useQuery(sessionQuery);
  const isOut = session === null;
  useEffect(() => {
    if (!isOut) return;
    const { pathname, search } = window.location;
    void navigate({ to: '/sign-in', search: { next: pathname + search } });
  }, [isOut, navigate]);
  return session ? <Frame session={session} /> : <Loading what="who you are" />;
}
