import {
  Button,
  Dropdown,
  DropdownItem,
  DropdownList,
  Masthead,
  MastheadBrand,
  MastheadContent,
  MastheadMain,
  MastheadToggle,
  MenuToggle,
  PageToggleButton,
} from '@patternfly/react-core';
import { SearchIcon } from '@patternfly/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { HOUSE } from '@/lib/api/access';
import { environmentsQuery } from '@/lib/api/queries';
import type { PreferencesUpdate, Session, Theme } from '@/lib/api/types';
import { Choice } from '@/ui/Choice';
import { type Stream, StreamState } from '@/ui/StreamState';

export const THEMES = [
  { value: 'system', label: 'System theme' },
  { value: 'light', label: 'Light theme' },
  { value: 'dark', label: 'Dark theme' },
] as const satisfies readonly { value: Theme; label: string }[];

interface Props {
  session: Session;
  tenant: string | undefined;
  environment: string;
  preferences: PreferencesUpdate;
  stream: Stream | undefined;
  onPreferences: (change: Partial<PreferencesUpdate>) => void;
  onEnvironment: (environment: string) => void;
  onPalette: () => void;
  onHelp: () => void;
  onSignOut: () => void;
}

function TenantChoice({ session, tenant }: Pick<Props, 'session' | 'tenant'>) {
  const navigate = useNavigate();
  const own = session.memberships.map(({ tenant: name, display_name: shown }) => ({
    value: name,
    label: shown === undefined ? name : `${shown} (${name})`,
  }));
  const isOther = tenant !== undefined && !own.some(({ value }) => value === tenant);
  const options = [
    ...(tenant === undefined ? [{ value: '', label: 'Choose a tenant' }] : []),
    ...(isOther ? [{ value: tenant, label: tenant }] : []),
    ...own,
  ];
  return (
    <Choice
      label="Tenant"
      value={tenant ?? ''}
      options={options}
      onChange={(next) => {
        if (next) void navigate({ to: '/t/$tenant', params: { tenant: next } });
      }}
    />
  );
}

function EnvironmentChoice({
  environment,
  onEnvironment,
}: Pick<Props, 'environment' | 'onEnvironment'>) {
  const { data } = useQuery(environmentsQuery);
  const names = data?.items.map(({ name }) => name) ?? [];
  const known = names.includes(environment) ? names : [environment, ...names];
  return (
    <Choice
      label="Environment"
      value={environment}
      options={known.map((name) => ({ value: name, label: name }))}
      onChange={onEnvironment}
    />
  );
}

function PersonMenu(
  props: Pick<Props, 'session' | 'preferences' | 'onPreferences' | 'onHelp' | 'onSignOut'>,
) {
  const { session, preferences, onPreferences, onHelp, onSignOut } = props;
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const isCompact = preferences.density === 'compact';
  return (
    <Dropdown
      isOpen={open}
      onOpenChange={setOpen}
      onSelect={() => setOpen(false)}
      popperProps={{ position: 'right' }}
      toggle={(ref) => (
        <MenuToggle ref={ref} isExpanded={open} onClick={() => setOpen(!open)} variant="plainText">
          <bdi className="arm-person" title={session.person.name}>
            {session.person.name}
          </bdi>
        </MenuToggle>
      )}
    >
      <DropdownList>
        <DropdownItem
          onClick={() => onPreferences({ density: isCompact ? 'comfortable' : 'compact' })}
        >
          {isCompact ? 'Comfortable rows' : 'Compact rows'}
        </DropdownItem>
        <DropdownItem onClick={() => void navigate({ to: '/sessions' })}>
          Your sessions
        </DropdownItem>
        <DropdownItem onClick={onHelp}>Shortcuts</DropdownItem>
        <DropdownItem onClick={onSignOut}>Sign out</DropdownItem>
      </DropdownList>
    </Dropdown>
  );
}

/** Product, tenant, environment, palette, theme, person. The house has a band of its own colour. */
export function TopBar(props: Props) {
  const { session, tenant, environment, preferences, stream, onPreferences, onPalette } = props;
  const isHouse = tenant === HOUSE;
  return (
    <Masthead className={isHouse ? 'arm-masthead arm-masthead-house' : 'arm-masthead'}>
      <MastheadMain>
        <MastheadToggle>
          <PageToggleButton aria-label="Navigation" isHamburgerButton />
        </MastheadToggle>
        <MastheadBrand>
          <a href="/ui" className="arm-brand">
            Armillary
          </a>
        </MastheadBrand>
      </MastheadMain>
      <MastheadContent>
        <div className="arm-bar">
          <TenantChoice session={session} tenant={tenant} />
          {tenant !== undefined && <EnvironmentChoice {...props} environment={environment} />}
          {isHouse && <span className="arm-tone-decision">House of the operator</span>}
          <div className="arm-bar-end">
            <StreamState stream={stream} />
            <Button variant="secondary" icon={<SearchIcon />} onClick={onPalette}>
              Go to <kbd>Ctrl-K</kbd>
            </Button>
            <span className="arm-bar-theme">
              <Choice
                label="Theme"
                value={preferences.theme}
                options={THEMES}
                onChange={(next) => {
                  const theme = THEMES.find(({ value }) => value === next)?.value;
                  if (theme) onPreferences({ theme });
                }}
              />
            </span>
            <PersonMenu {...props} />
          </div>
        </div>
      </MastheadContent>
    </Masthead>
  );
}
