import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  Outlet,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import { useEffect } from 'react';
import {
  readAuditSearch,
  readPeopleSearch,
  readTenantsSearch,
  readTokensSearch,
} from '@/features/admin/search';
import { readDeploymentSearch, readDeploymentsSearch } from '@/features/deployments/search';
import { readModelSearch, readModelsSearch, readVersionSearch } from '@/features/models/search';
import { readSignInSearch } from '@/features/session/search';
import { SignInPage } from '@/features/session/SignInPage';
import { HOUSE, membershipIn, useAccess } from '@/lib/api/access';
import { sessionQuery } from '@/lib/api/queries';
import { given, text } from '@/lib/search';
import { Empty, Failed, NotFound } from '@/ui/states';
import { keepNext, soundNext, takeNext } from './next';
import {
  AuditPage,
  DeploymentPage,
  DeploymentsPage,
  ModelPage,
  ModelsPage,
  OverviewPage,
  PeoplePage,
  RolesPage,
  SessionsPage,
  SystemPage,
  TenantsPage,
  TokensPage,
  VersionPage,
} from './pages';
import { Shell } from './Shell';
import { followSystem, keptTheme } from './theme';

const BASE = '/ui';

function Home() {
  return <a href={BASE}>To the first page</a>;
}

function Crash({ error, reset }: ErrorComponentProps) {
  return (
    <div className="arm-page">
      <Failed error={error} what="This page" onRetry={reset} />
    </div>
  );
}

const rootRoute = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Outlet,
  notFoundComponent: () => <NotFound action={<Home />} />,
  errorComponent: Crash,
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: readSignInSearch,
  component: function SignIn() {
    const { next, error, request } = signInRoute.useSearch();
    useEffect(() => keepNext(next), [next]);
    useEffect(() => followSystem(keptTheme), []);
    return (
      <SignInPage
        next={soundNext(next)}
        refusal={error && { code: error, requestId: request }}
        onSignedIn={() => window.location.replace(takeNext() ?? BASE)}
      />
    );
  },
});

const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ context }) => {
    const session = await context.queries.query({ ...sessionQuery, staleTime: 'static' });
    if (session) return { session };
    const { pathname, search } = window.location;
    const next = pathname === BASE ? undefined : pathname + search;
    // TypeScript's way of a redirect in this router.
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    throw redirect({ to: '/sign-in', search: given({ next }) });
  },
  component: Shell,
});

const homeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  beforeLoad: ({ context: { session } }) => {
    const customers = session.memberships.filter(({ tenant }) => tenant !== HOUSE);
    const house = membershipIn(session, HOUSE);
    if (customers.length === 0 && house?.permissions.includes('tenants.list')) {
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw redirect({ to: '/admin/tenants', replace: true });
    }
    const first = customers[0] ?? house;
    if (first) {
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw redirect({ to: '/t/$tenant', params: { tenant: first.tenant }, replace: true });
    }
  },
  component: () => (
    <div className="arm-page">
      <Empty title="You belong to no tenant yet">
        Ask an admin of the tenant that you work for to admit you.
      </Empty>
    </div>
  ),
});

const tenantRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/t/$tenant',
  validateSearch: (raw: Record<string, unknown>): { environment?: string | undefined } => ({
    environment: text(raw, 'environment', 63),
  }),
  search: { middlewares: [retainSearchParams(['environment'])] },
  component: function Tenant() {
    const { tenant } = tenantRoute.useParams();
    const { membership } = useAccess(tenant);
    return membership ? <Outlet /> : <NotFound action={<Home />} />;
  },
});

function useEnvironment(): string {
  return tenantRoute.useSearch().environment ?? 'research';
}

const overviewRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/',
  component: function Overview() {
    const { tenant } = overviewRoute.useParams();
    return <OverviewPage tenant={tenant} environment={useEnvironment()} />;
  },
});

const modelsRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/models',
  validateSearch: readModelsSearch,
  component: function Models() {
    const { tenant } = modelsRoute.useParams();
    const navigate = modelsRoute.useNavigate();
    return (
      <ModelsPage
        tenant={tenant}
        search={modelsRoute.useSearch()}
        onSearch={(next, replace) =>
          void navigate({ search: readModelsSearch({ ...next }), replace })
        }
        onOpen={(model) =>
          void navigate({ to: '/t/$tenant/models/$model', params: { tenant, model } })
        }
      />
    );
  },
});

const modelRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/models/$model',
  validateSearch: readModelSearch,
  component: function OneModel() {
    const { tenant, model } = modelRoute.useParams();
    const navigate = modelRoute.useNavigate();
    return (
      <ModelPage
        key={model}
        tenant={tenant}
        model={model}
        environment={useEnvironment()}
        search={modelRoute.useSearch()}
        onSearch={(next) => void navigate({ search: readModelSearch({ ...next }) })}
        onOpen={(version) =>
          void navigate({
            to: '/t/$tenant/models/$model/versions/$version',
            params: { tenant, model, version: String(version) },
          })
        }
      />
    );
  },
});

const versionRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/models/$model/versions/$version',
  validateSearch: readVersionSearch,
  component: function OneVersion() {
    const { tenant, model, version } = versionRoute.useParams();
    const { tab = 'summary' } = versionRoute.useSearch();
    const navigate = versionRoute.useNavigate();
    return (
      <VersionPage
        key={`${model}/${version}`}
        tenant={tenant}
        model={model}
        version={Number(version)}
        environment={useEnvironment()}
        tab={tab}
        onTab={(next) => void navigate({ search: readVersionSearch({ tab: next }) })}
      />
    );
  },
});

const deploymentsRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/deployments',
  validateSearch: readDeploymentsSearch,
  component: function Deployments() {
    const { tenant } = deploymentsRoute.useParams();
    const navigate = deploymentsRoute.useNavigate();
    return (
      <DeploymentsPage
        tenant={tenant}
        environment={useEnvironment()}
        search={deploymentsRoute.useSearch()}
        onSearch={(next, replace) =>
          void navigate({ search: readDeploymentsSearch({ ...next }), replace })
        }
        onOpen={(model) =>
          void navigate({ to: '/t/$tenant/deployments/$model', params: { tenant, model } })
        }
      />
    );
  },
});

const deploymentRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/deployments/$model',
  validateSearch: readDeploymentSearch,
  component: function OneDeployment() {
    const { tenant, model } = deploymentRoute.useParams();
    const { at } = deploymentRoute.useSearch();
    const navigate = deploymentRoute.useNavigate();
    const environment = useEnvironment();
    return (
      <DeploymentPage
        key={`${environment}/${model}`}
        place={{ tenant, environment, model }}
        at={at}
        onAt={(next) => void navigate({ search: { at: next } })}
      />
    );
  },
});

const peopleRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/admin/people',
  validateSearch: readPeopleSearch,
  component: function People() {
    const { tenant } = peopleRoute.useParams();
    const navigate = peopleRoute.useNavigate();
    return (
      <PeoplePage
        tenant={tenant}
        search={peopleRoute.useSearch()}
        onSearch={(next, replace) =>
          void navigate({ search: readPeopleSearch({ ...next }), replace })
        }
      />
    );
  },
});

const tokensRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/admin/tokens',
  validateSearch: readTokensSearch,
  component: function Tokens() {
    const { tenant } = tokensRoute.useParams();
    const navigate = tokensRoute.useNavigate();
    return (
      <TokensPage
        tenant={tenant}
        search={tokensRoute.useSearch()}
        onSearch={(next, replace) =>
          void navigate({ search: readTokensSearch({ ...next }), replace })
        }
      />
    );
  },
});

const auditRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/admin/audit',
  validateSearch: readAuditSearch,
  component: function Audit() {
    const { tenant } = auditRoute.useParams();
    const navigate = auditRoute.useNavigate();
    return (
      <AuditPage
        key={tenant}
        tenant={tenant}
        search={auditRoute.useSearch()}
        onSearch={(next, replace) =>
          void navigate({ search: readAuditSearch({ ...next }), replace })
        }
      />
    );
  },
});

const tenantsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/admin/tenants',
  validateSearch: readTenantsSearch,
  component: function Tenants() {
    const navigate = tenantsRoute.useNavigate();
    return (
      <TenantsPage
        search={tenantsRoute.useSearch()}
        onSearch={(next, replace) =>
          void navigate({ search: readTenantsSearch({ ...next }), replace })
        }
        onOpen={(tenant) => void navigate({ to: '/t/$tenant', params: { tenant } })}
      />
    );
  },
});

const rolesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/admin/roles',
  component: () => <RolesPage />,
});

const sessionsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/sessions',
  component: () => <SessionsPage />,
});

const systemRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/admin/system',
  component: () => <SystemPage />,
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  signedInRoute.addChildren([
    homeRoute,
    tenantsRoute,
    rolesRoute,
    sessionsRoute,
    systemRoute,
    tenantRoute.addChildren([
      overviewRoute,
      modelsRoute,
      modelRoute,
      versionRoute,
      deploymentsRoute,
      deploymentRoute,
      peopleRoute,
      tokensRoute,
      auditRoute,
    ]),
  ]),
]);

export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree,
    basepath: BASE,
    context: { queries },
    scrollRestoration: true,
    defaultErrorComponent: Crash,
    defaultPendingMinMs: 0,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
