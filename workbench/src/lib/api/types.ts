import type { components } from './schema';

type Schemas = components['schemas'];

export type Session = Schemas['Session'];
export type Identity = Schemas['Identity'];
export type Provider = NonNullable<Identity['provider']>;
export type Membership = Schemas['Membership'];
export type SessionSummary = Schemas['SessionSummary'];
export type Preferences = Schemas['Preferences'];
export type PreferencesUpdate = Schemas['PreferencesUpdate'];
export type Theme = Schemas['Theme'];
export type Role = Schemas['Role'];
export type Permission = Schemas['Permission'];
export type Tenant = Schemas['Tenant'];
export type TenantState = Schemas['TenantState'];
export type Environment = Schemas['Environment'];
export type Principal = Schemas['Principal'];
export type Token = Schemas['Token'];
export type TokenCreated = Schemas['TokenCreated'];
export type AuditEvent = Schemas['AuditEvent'];
export type AuditVerification = Schemas['AuditVerification'];
export type Quotas = Schemas['Quotas'];
export type Model = Schemas['Model'];
export type Version = Schemas['Version'];
export type VersionSummary = Schemas['VersionSummary'];
export type AdmissionStep = Schemas['AdmissionStep'];
export type Column = Schemas['Column'];
export type Deployment = Schemas['Deployment'];
export type PredictResponse = Schemas['PredictResponse'];
export type ChangeEvent = Schemas['ChangeEvent'];

/** What a list answers. */
export interface Page<T> {
  items: T[];
  next_cursor?: string;
  total: number;
  total_is_exact: boolean;
}

/** What a list is asked; empty texts are left out. */
export interface Listing {
  filter?: string;
  sort?: string;
}
