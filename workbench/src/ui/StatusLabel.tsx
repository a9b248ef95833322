import {
  BanIcon,
  CheckCircleIcon,
  ClockIcon,
  ExclamationCircleIcon,
  HistoryIcon,
  InProgressIcon,
  MinusCircleIcon,
  PauseCircleIcon,
  RocketIcon,
  StopCircleIcon,
} from '@patternfly/react-icons';
import type { ComponentType } from 'react';
import type {
  AdmissionStep,
  Deployment,
  TenantState,
  Token,
  VersionSummary,
} from '@/lib/api/types';

/** Every status that the contract has; one that the map below lacks does not compile. */
export type Status =
  | TenantState
  | Token['state']
  | VersionSummary['state']
  | AdmissionStep['state']
  | Deployment['state']
  | Deployment['action'];

export type Tone = 'ok' | 'running' | 'waiting' | 'danger' | 'decision' | 'neutral' | 'stopped';

interface Look {
  word: string;
  tone: Tone;
  Icon: ComponentType;
}

const looks: Record<Status, Look> = {
  active: { word: 'active', tone: 'ok', Icon: CheckCircleIcon },
  suspended: { word: 'suspended', tone: 'waiting', Icon: PauseCircleIcon },
  being_deleted: { word: 'being deleted', tone: 'danger', Icon: BanIcon },
  expired: { word: 'expired', tone: 'stopped', Icon: ClockIcon },
  revoked: { word: 'revoked', tone: 'stopped', Icon: BanIcon },
  logged: { word: 'logged', tone: 'neutral', Icon: MinusCircleIcon },
  checking: { word: 'checking', tone: 'running', Icon: InProgressIcon },
  servable: { word: 'servable', tone: 'ok', Icon: CheckCircleIcon },
  refused: { word: 'refused', tone: 'danger', Icon: ExclamationCircleIcon },
  passed: { word: 'passed', tone: 'ok', Icon: CheckCircleIcon },
  failed: { word: 'failed', tone: 'danger', Icon: ExclamationCircleIcon },
  skipped: { word: 'skipped', tone: 'neutral', Icon: MinusCircleIcon },
  live: { word: 'live', tone: 'ok', Icon: CheckCircleIcon },
  stopped: { word: 'stopped', tone: 'stopped', Icon: StopCircleIcon },
  deploy: { word: 'deploy', tone: 'running', Icon: RocketIcon },
  rollback: { word: 'roll back', tone: 'waiting', Icon: HistoryIcon },
  stop: { word: 'stop', tone: 'stopped', Icon: StopCircleIcon },
};

export function wordOf(status: Status): string {
  return looks[status].word;
}

/** Icon, word and colour; the words differ, so that nothing depends on the colour alone. */
export function StatusLabel({ status }: { status: Status }) {
  const { word, tone, Icon } = looks[status];
  return (
    <span className={`arm-status arm-tone-${tone}`}>
      <span aria-hidden="true" className="arm-status-icon">
        <Icon />
      </span>
      {word}
    </span>
  );
}
