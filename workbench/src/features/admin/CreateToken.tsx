import {
  Alert,
  Button,
  FormGroup,
  FormHelperText,
  HelperText,
  HelperTextItem,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  TextInput,
} from '@patternfly/react-core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAccess } from '@/lib/api/access';
import { createToken } from '@/lib/api/changes';
import { environmentsQuery, keys } from '@/lib/api/queries';
import type { Permission, Role, TokenCreated } from '@/lib/api/types';
import { grantable, matrix, roles } from '@/lib/contract/roles';
import { ActionDialog } from '@/ui/ActionDialog';
import { Choice } from '@/ui/Choice';
import { CopyButton } from '@/ui/CopyButton';
import { useNow } from '@/ui/display';
import { livesUntil, readLife, UNTIL, USUAL } from './lives';
import { ScopeChoice } from './ScopeChoice';
import { roleWord } from './search';

interface Draft {
  owner: string;
  role: Role;
  environment: string;
  models: string;
  scopes: Permission[] | undefined;
  life: string;
  until: string;
}

export interface CreateTokenProps {
  tenant: string;
  /** The role of the person who makes it. */
  mine: Role;
  /** Somebody who was just admitted: the token is theirs, of their role. */
  owner?: { name: string; role: Role };
  onClose: () => void;
}

function Until({
  value,
  problem,
  onChange,
}: {
  value: string;
  problem: string | undefined;
  onChange: (value: string) => void;
}) {
  return (
    <FormGroup label="Ends at, in the zone of this browser" fieldId="token-until">
      <TextInput
        id="token-until"
        type="datetime-local"
        value={value}
        onChange={(_, until) => onChange(until)}
        validated={problem === undefined || value === '' ? 'default' : 'error'}
      />
      {problem !== undefined && (
        <FormHelperText>
          <HelperText>
            <HelperTextItem variant={value === '' ? 'default' : 'error'}>{problem}</HelperTextItem>
          </HelperText>
        </FormHelperText>
      )}
    </FormGroup>
  );
}

/** Makes a token, then shows its secret once. */
export function CreateToken(props: CreateTokenProps) {
  const [made, setMade] = useState<TokenCreated>();
  if (made) return <Secret made={made} onClose={props.onClose} />;
  return <TokenForm {...props} onMade={setMade} />;
}

type FormProps = CreateTokenProps & { onMade: (made: TokenCreated) => void };

function TokenForm({ tenant, mine, owner, onClose, onMade }: FormProps) {
  const queries = useQueryClient();
  const { session } = useAccess(tenant);
  const environments = useQuery(environmentsQuery).data?.items ?? [];
  const now = useNow();
  const offered = grantable[mine]
    .filter((role) => role !== 'operator' || tenant === 'house')
    .filter((role) => !owner || grantable[owner.role].includes(role));
  const [draft, setDraft] = useState<Draft>({
    owner: owner?.name ?? '',
    role: owner?.role ?? offered[0] ?? mine,
    environment: 'research',
    models: '',
    scopes: undefined,
    life: USUAL,
    until: '',
  });
  const change = (changed: Partial<Draft>) => setDraft((before) => ({ ...before, ...changed }));
  // Who makes tokens for themselves only makes none that end after what they are signed in by.
  const isOwn = matrix['tokens.create']?.cells[mine] === 'own';
  const isMember = session?.memberships.some((membership) => membership.tenant === tenant);
  const latest = isOwn && session ? Date.parse(session.ends_at) : undefined;
  const life = readLife(draft.life, draft.until, now, latest);
  const models = draft.models
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const asksModels = draft.role === 'caller';
  const isWhole =
    life.problem === undefined &&
    (!asksModels || models.length > 0) &&
    (draft.scopes === undefined || draft.scopes.length > 0);
  const create = async () => {
    const made = await createToken(tenant, {
      role: draft.role,
      environment: draft.environment,
      ...(life.seconds === undefined ? {} : { expires_in_seconds: life.seconds }),
      ...(draft.owner.trim() ? { principal: draft.owner.trim() } : {}),
      ...(asksModels ? { models } : {}),
      ...(draft.scopes ? { scopes: draft.scopes } : {}),
    });
    await queries.invalidateQueries({ queryKey: keys.tokens(tenant) });
    onMade(made);
  };
  return (
    <ActionDialog
      title={owner ? `Create a token of ${owner.name}` : `Create a token in ${tenant}`}
      verb="Create"
      isDisabled={!isWhole}
      onClose={onClose}
      onDo={create}
    >
      {!owner && !isOwn && (
        <FormGroup
          label={`Of whom: a name of this tenant; empty for ${isMember ? 'yourself' : 'a new program'}`}
          fieldId="token-owner"
        >
          <TextInput
            id="token-owner"
            value={draft.owner}
            onChange={(_, text) => change({ owner: text })}
          />
        </FormGroup>
      )}
      <FormGroup label="Role: none above yours or the owner's" fieldId="token-role">
        <Choice
          id="token-role"
          label="Role"
          value={draft.role}
          options={offered.map((one) => ({ value: one, label: roleWord(one) }))}
          onChange={(next) =>
            change({ role: offered.find((one) => one === next) ?? draft.role, scopes: undefined })
          }
        />
      </FormGroup>
      {asksModels && (
        <FormGroup label="Models that it may ask, with commas between them" fieldId="token-models">
          <TextInput
            id="token-models"
            value={draft.models}
            onChange={(_, text) => change({ models: text })}
          />
        </FormGroup>
      )}
      <ScopeChoice
        role={draft.role}
        scopes={draft.scopes}
        onChange={(scopes) => change({ scopes })}
      />
      {!isOwn && (
        <FormGroup label="Environment" fieldId="token-environment">
          <Choice
            id="token-environment"
            label="Environment"
            value={draft.environment}
            options={environments.map(({ name }) => ({ value: name, label: name }))}
            onChange={(environment) => change({ environment })}
          />
        </FormGroup>
      )}
      <FormGroup label="Ends after" fieldId="token-life">
        <Choice
          id="token-life"
          label="Ends after"
          value={draft.life}
          options={livesUntil(latest, now)}
          onChange={(next) => change({ life: next })}
        />
      </FormGroup>
      {draft.life === UNTIL && (
        <Until value={draft.until} problem={life.problem} onChange={(until) => change({ until })} />
      )}
      <p>{roles[draft.role]}. Its secret is shown once, in the next step.</p>
    </ActionDialog>
  );
}

/** The only sight of the secret; nothing but the button closes it. */
function Secret({ made, onClose }: { made: TokenCreated; onClose: () => void }) {
  return (
    <Modal isOpen variant="small" aria-label="The new token" onEscapePress={() => undefined}>
      <ModalHeader title="The new token" />
      <ModalBody>
        <Alert variant="warning" isInline title="Copy it now: it is not shown again">
          Whoever has it acts as <bdi>{made.principal_name}</bdi> until it ends or is revoked. If it
          is lost, revoke it and make another.
        </Alert>
        <div className="arm-code">
          <code className="arm-secret" data-testid="secret">
            {made.token}
          </code>
          <CopyButton text={made.token} what="the token" />
        </div>
      </ModalBody>
      <ModalFooter>
        <Button onClick={onClose}>I have copied it</Button>
      </ModalFooter>
    </Modal>
  );
}
