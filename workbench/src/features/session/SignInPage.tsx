import { Alert, Button, Title } from '@patternfly/react-core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { identityQuery, nameOf, signInAddress } from '@/lib/api/identity';
import { keys } from '@/lib/api/queries';
import { redeemCode } from '@/lib/api/session';
import { Code } from '@/ui/CopyAs';
import { Failed } from '@/ui/states';
import { type Refusal, Refused } from './Refused';

/** The code of a one-time link, and the address without it: it must not stay in the history. */
function takeCode(): string {
  const code = window.location.hash.slice(1);
  if (code) {
    const { pathname, search } = window.location;
    window.history.replaceState(window.history.state, '', pathname + search);
  }
  return code;
}

function ByLink({ isOther }: { isOther: boolean }) {
  return (
    <>
      <p>
        {isOther ? 'Or you sign in' : 'You sign in'} with a link that works once, within five
        minutes. Whoever holds a token gets one in a terminal on the machine of the server:
      </p>
      <Code text="armillary sign-in" what="the command" />
      <p>
        <code>armillary up</code> and <code>./dev demo</code> print a link when they start. Without
        a token of your own, ask the operator of this server or the admin of your tenant.
      </p>
      <Alert variant="info" isInline isPlain title="Open the whole link, in this browser.">
        What stands after the # is the code. It never reaches a server&apos;s log, and this page
        takes it out of the address at once.
      </Alert>
    </>
  );
}

interface Props {
  /** The page that was wanted. */
  next: string | undefined;
  refusal: Refusal | undefined;
  onSignedIn: () => void;
}

/** Redeems a one-time link, once; without one it says how to get in. */
export function SignInPage({ next, refusal, onSignedIn }: Props) {
  const queries = useQueryClient();
  const heading = useRef<HTMLHeadingElement>(null);
  const redeem = useMutation({
    mutationFn: redeemCode,
    onSuccess: (session) => {
      queries.setQueryData(keys.session, session);
      onSignedIn();
    },
  });
  const identity = useQuery(identityQuery).data;
  const provider = identity?.provider;
  const links = identity?.links ?? true;
  const { mutate } = redeem;
  useEffect(() => {
    document.title = 'Sign in \u00b7 Armillary';
    heading.current?.focus();
  }, []);
  useLayoutEffect(() => {
    const redeemIt = () => {
      const code = takeCode();
      if (code) mutate(code);
    };
    redeemIt();
    window.addEventListener('hashchange', redeemIt);
    return () => window.removeEventListener('hashchange', redeemIt);
  }, [mutate]);

  return (
    <main className="arm-alone" id="main">
      <div>
        <Title headingLevel="h1" size="xl" ref={heading} tabIndex={-1} className="arm-title">
          Sign in to Armillary
        </Title>
        {redeem.isPending && <p role="status">Signing you in</p>}
        {redeem.error && <Failed error={redeem.error} what="Signing in" />}
        {refusal && redeem.isIdle && <Refused {...refusal} />}
        {!redeem.isPending && !redeem.isSuccess && (
          <>
            {provider && (
              <p>
                <Button component="a" href={signInAddress(provider, next)}>
                  Sign in with {nameOf(provider)}
                </Button>
              </p>
            )}
            {links && <ByLink isOther={provider !== undefined} />}
          </>
        )}
      </div>
    </main>
  );
}
