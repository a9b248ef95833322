import {
  Alert,
  Button,
  EmptyState,
  EmptyStateActions,
  EmptyStateBody,
  EmptyStateFooter,
  Skeleton,
} from '@patternfly/react-core';
import { CubesIcon, LockIcon, SearchIcon } from '@patternfly/react-icons';
import { Component, type ErrorInfo, type ReactNode, useEffect, useState } from 'react';
import { Identifier } from './CopyButton';

const PATIENCE_MS = 200;

/** Bars in the shape of what comes, once waiting is felt. */
export function Loading({ lines = 4, what }: { lines?: number; what: string }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="arm-loading" aria-busy="true">
      <span className="pf-v6-screen-reader">Loading {what}</span>
      {shown &&
        Array.from({ length: lines }, (_, line) => (
          <Skeleton key={line} width={`${100 - ((line * 13) % 40)}%`} />
        ))}
    </div>
  );
}

interface Said {
  title: string;
  children: ReactNode;
  action?: ReactNode;
}

/** Nothing is here: what it would be, why not, and what to do. */
export function Empty({ title, children, action }: Said) {
  return (
    <EmptyState titleText={title} headingLevel="h2" icon={CubesIcon} variant="sm">
      <EmptyStateBody>{children}</EmptyStateBody>
      {action !== undefined && (
        <EmptyStateFooter>
          <EmptyStateActions>{action}</EmptyStateActions>
        </EmptyStateFooter>
      )}
    </EmptyState>
  );
}

/** Something is there, but the filter hides all of it. */
export function FilteredOut({ what, onClear }: { what: string; onClear: () => void }) {
  return (
    <EmptyState titleText={`No ${what} match`} headingLevel="h2" icon={SearchIcon} variant="sm">
      <EmptyStateBody>The filter leaves nothing of the list.</EmptyStateBody>
      <EmptyStateFooter>
        <EmptyStateActions>
          <Button variant="link" onClick={onClear}>
            Clear the filter
          </Button>
        </EmptyStateActions>
      </EmptyStateFooter>
    </EmptyState>
  );
}

export function Forbidden({ title, children, action }: Said) {
  return (
    <EmptyState titleText={title} headingLevel="h2" icon={LockIcon} variant="sm">
      <EmptyStateBody>{children}</EmptyStateBody>
      {action !== undefined && (
        <EmptyStateFooter>
          <EmptyStateActions>{action}</EmptyStateActions>
        </EmptyStateFooter>
      )}
    </EmptyState>
  );
}

/** The same for what another tenant has and for what nobody has. */
export function NotFound({ action }: { action?: ReactNode }) {
  useEffect(() => {
    document.title = 'Nothing here \u00b7 Armillary';
  }, []);
  return (
    <EmptyState titleText="There is nothing here" headingLevel="h1" icon={SearchIcon} variant="sm">
      <EmptyStateBody>
        Either there is no such thing, or you may not see it. Check the tenant, the environment and
        the name.
      </EmptyStateBody>
      {action !== undefined && (
        <EmptyStateFooter>
          <EmptyStateActions>{action}</EmptyStateActions>
        </EmptyStateFooter>
      )}
    </EmptyState>
  );
}

/** What the page needs of an error; ApiError has it. */
export interface Failure {
  code: string;
  status: number;
  message: string;
  nextStep: string;
  requestId: string | undefined;
}

export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && 'code' in error && 'nextStep' in error;
}

/** Where the catalogue speaks to whoever sends a token: the same for a person in a browser. */
const IN_A_BROWSER: Partial<Record<string, string>> = {
  permission_denied:
    'Ask an admin of the tenant for a role that allows it; Roles shows what each role may do.',
  csrf_token_invalid: 'Load this page anew, and try again.',
};

function nextStepOf({ code, nextStep }: Failure): string {
  return IN_A_BROWSER[code] ?? nextStep;
}

/** An error in its place: message, code, request id, what next, and again. */
export function Failed({
  error,
  what,
  onRetry,
}: {
  error: unknown;
  what: string;
  onRetry?: (() => void) | undefined;
}) {
  const failure = isFailure(error) ? error : undefined;
  return (
    <Alert
      variant="danger"
      isInline
      title={`${what}: ${failure?.message ?? 'something in this page went wrong.'}`}
      actionLinks={
        onRetry && (
          <Button variant="link" isInline onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      {failure ? (
        <>
          <p>{nextStepOf(failure)}</p>
          <p className="arm-failure-facts">
            <code>{failure.code}</code>
            {failure.requestId !== undefined && (
              <Identifier text={failure.requestId} what="the request id" />
            )}
          </p>
        </>
      ) : (
        <p>Reload the page. If it happens again, tell those who run this server what you did.</p>
      )}
    </Alert>
  );
}

/** The server's words as a sentence: they begin small and have no stop. */
function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1) + (/[.!?]$/.test(words) ? '' : '.');
}

/** The part of a query's state that decides what is shown. */
export interface Asked<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** Whether the answer was that one may not see it, or that nothing is there. */
export function isRefused({ data, error }: Asked<unknown>): boolean {
  return data === undefined && isFailure(error) && (error.status === 403 || error.status === 404);
}

/** The data when it is there; else bars, or why not. Old data stays while it is asked again. */
export function Answered<T>({
  query,
  what,
  lines,
  children,
}: {
  query: Asked<T>;
  what: string;
  lines?: number;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) {
    return (
      <>
        {query.error ? (
          <Failed error={query.error} what={what} onRetry={() => void query.refetch()} />
        ) : null}
        {children(query.data)}
      </>
    );
  }
  if (query.error) {
    const { error } = query;
    if (isFailure(error) && error.status === 404) return <NotFound />;
    if (isFailure(error) && error.status === 403) {
      return (
        <Forbidden title={`You may not see ${what}`}>
          <p>{sentence(error.message)}</p>
          <p>{nextStepOf(error)}</p>
        </Forbidden>
      );
    }
    return <Failed error={error} what={what} onRetry={() => void query.refetch()} />;
  }
  return <Loading what={what} {...(lines === undefined ? {} : { lines })} />;
}

/** Keeps a panel's failure inside the panel. */
export class Panel extends Component<{ what: string; children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidCatch(error: Error, about: ErrorInfo) {
    console.error(error, about.componentStack);
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return (
      <Failed
        error={this.state.error}
        what={this.props.what}
        onRetry={() => this.setState({ error: undefined })}
      />
    );
  }
}
