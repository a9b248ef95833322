import { Alert } from '@patternfly/react-core';
import type { ErrorCode } from '@/lib/contract/errors';
import { Identifier } from '@/ui/CopyButton';

/** Why the way by the identity provider ended here, as the address says it. */
export interface Refusal {
  code: ErrorCode;
  requestId: string | undefined;
}

type Words = readonly [what: string, next: string];

const WORDS: Partial<Record<ErrorCode, Words>> = {
  sign_in_state_invalid: [
    'The sign-in was not begun in this browser, or too long ago.',
    'Begin again.',
  ],
  identity_provider_unavailable: [
    'The identity provider does not answer.',
    'Try again in a moment.',
  ],
  identity_token_refused: [
    'What the identity provider says of you cannot be believed.',
    'Tell those who run this server the id below.',
  ],
  person_disabled: [
    'You may not sign in any more.',
    'Ask an admin of your tenant, or the operator.',
  ],
  permission_denied: [
    'None of your groups at the identity provider is let in here.',
    'Ask an admin of your tenant which group you need.',
  ],
};

const OTHERWISE: Words = [
  'You could not be signed in.',
  'Try again; if it fails again, tell those who run this server the id below.',
];

export function Refused({ code, requestId }: Refusal) {
  const [what, next] = WORDS[code] ?? OTHERWISE;
  return (
    <Alert variant="danger" isInline title={what}>
      <p>{next}</p>
      <p className="arm-failure-facts">
        <code>{code}</code>
        {requestId !== undefined && <Identifier text={requestId} what="the request id" />}
      </p>
    </Alert>
  );
}
