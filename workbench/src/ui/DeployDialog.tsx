import { FormGroup } from '@patternfly/react-core';
import { useState } from 'react';
import { ActionDialog } from './ActionDialog';
import { Choice } from './Choice';

export interface DeployDialogProps {
  model: string;
  environment: string;
  /** The version that answers now, if one does. The dialog keeps it, whatever happens meanwhile. */
  live: number | undefined;
  /** The versions that may be chosen, the newest first. */
  versions: readonly number[];
  chosen?: number;
  onClose: () => void;
  /** `expected` is what answered when the dialog was opened, 0 for nothing. */
  onDeploy: (version: number, expected: number) => Promise<void>;
}

/** What of a model answers next, and what that changes for those who ask it. */
export function DeployDialog(props: DeployDialogProps) {
  const { model, environment, versions, chosen, onClose, onDeploy } = props;
  const [live] = useState(props.live);
  const other = versions.find((version) => version !== live) ?? versions[0];
  const [version, setVersion] = useState(chosen ?? other);
  const verb = version === undefined ? 'Deploy' : `Deploy version ${version}`;
  const change =
    live === undefined
      ? `Nobody gets an answer from it there now; from then on version ${version ?? ''} answers.`
      : `Version ${live} answers there now. From the moment of the deployment every new request is answered by version ${version ?? ''}. Version ${live} stays ready to roll back to.`;
  return (
    <ActionDialog
      title={`Deploy ${model} in ${environment}`}
      verb={verb}
      isDisabled={version === undefined || version === live}
      onClose={onClose}
      onDo={async () => {
        if (version !== undefined) await onDeploy(version, live ?? 0);
      }}
    >
      <FormGroup label="Version" fieldId="deploy-version">
        <Choice
          id="deploy-version"
          label="Version"
          value={String(version ?? '')}
          options={versions.map((number) => ({
            value: String(number),
            label: number === live ? `${number} (live)` : String(number),
          }))}
          onChange={(next) => setVersion(Number(next))}
        />
      </FormGroup>
      <p>
        {version === live && live !== undefined
          ? `Version ${live} is what answers already. Choose another one.`
          : change}
      </p>
    </ActionDialog>
  );
}
