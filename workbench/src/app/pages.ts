// Every page but signing in is a file of its own, fetched when somebody goes there.
import { lazy } from 'react';

export const OverviewPage = lazy(async () => ({
  default: (await import('@/features/overview/OverviewPage')).OverviewPage,
}));
export const ModelsPage = lazy(async () => ({
  default: (await import('@/features/models/ModelsPage')).ModelsPage,
}));
export const ModelPage = lazy(async () => ({
  default: (await import('@/features/models/ModelPage')).ModelPage,
}));
export const VersionPage = lazy(async () => ({
  default: (await import('@/features/models/VersionPage')).VersionPage,
}));
export const DeploymentsPage = lazy(async () => ({
  default: (await import('@/features/deployments/DeploymentsPage')).DeploymentsPage,
}));
export const DeploymentPage = lazy(async () => ({
  default: (await import('@/features/deployments/DeploymentPage')).DeploymentPage,
}));
export const SessionsPage = lazy(async () => ({
  default: (await import('@/features/session/SessionsPage')).SessionsPage,
}));
export const TenantsPage = lazy(async () => ({
  default: (await import('@/features/admin/TenantsPage')).TenantsPage,
}));
export const PeoplePage = lazy(async () => ({
  default: (await import('@/features/admin/PeoplePage')).PeoplePage,
}));
export const TokensPage = lazy(async () => ({
  default: (await import('@/features/admin/TokensPage')).TokensPage,
}));
export const RolesPage = lazy(async () => ({
  default: (await import('@/features/admin/RolesPage')).RolesPage,
}));
export const AuditPage = lazy(async () => ({
  default: (await import('@/features/admin/AuditPage')).AuditPage,
}));
export const SystemPage = lazy(async () => ({
  default: (await import('@/features/admin/SystemPage')).SystemPage,
}));
