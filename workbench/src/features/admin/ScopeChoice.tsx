import { Checkbox, FormGroup } from '@patternfly/react-core';
import type { Permission, Role } from '@/lib/api/types';
import { matrix } from '@/lib/contract/roles';
import { Choice } from '@/ui/Choice';

// Only a token that has all of its role may do this.
const NEVER_NARROWED = 'sign_in_links.create';

/** What some of a role can be; the table has every permission of the contract. */
function permissionsOf(role: Role): Permission[] {
  const all = Object.entries(matrix) as [Permission, (typeof matrix)[string]][];
  return all
    .filter(([permission, { cells }]) => permission !== NEVER_NARROWED && cells[role] !== 'deny')
    .map(([permission]) => permission);
}

interface Props {
  role: Role;
  /** Undefined: all that the role may. */
  scopes: readonly Permission[] | undefined;
  onChange: (scopes: Permission[] | undefined) => void;
}

/** Narrows a token to some of what its role may do. */
export function ScopeChoice({ role, scopes, onChange }: Props) {
  const offered = permissionsOf(role);
  if (offered.length < 2) return null;
  return (
    <>
      <FormGroup label="May do" fieldId="token-scopes">
        <Choice
          id="token-scopes"
          label="May do"
          value={scopes ? 'some' : ''}
          options={[
            { value: '', label: 'all that its role may' },
            { value: 'some', label: 'some of it' },
          ]}
          onChange={(next) => onChange(next === '' ? undefined : [])}
        />
      </FormGroup>
      {scopes && (
        <div role="group" aria-label="Some of it" className="arm-checks">
          {offered.map((permission) => (
            <Checkbox
              key={permission}
              id={`scope-${permission}`}
              label={<code>{permission}</code>}
              isChecked={scopes.includes(permission)}
              onChange={(_, isOn) => {
                const others = scopes.filter((other) => other !== permission);
                onChange(isOn ? [...others, permission] : others);
              }}
            />
          ))}
        </div>
      )}
    </>
  );
}
