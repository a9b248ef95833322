import { Modal, ModalBody, ModalHeader, Switch } from '@patternfly/react-core';
import { Fragment } from 'react';
import { useShortcuts } from '@/ui/shortcuts';

const ALWAYS = [
  ['Ctrl-K', 'Go to a page, switch the tenant, act'],
  ['Enter', 'Open the row that is marked'],
  ['Esc', 'Close what is open'],
] as const;

/** Every shortcut that works on this page, and the switch for single letters. */
export function Help({ onClose }: { onClose: () => void }) {
  const shortcuts = useShortcuts();
  const bound = shortcuts?.list() ?? [];
  const once = [...new Map(bound.map((one) => [one.keys, one])).values()];
  return (
    <Modal isOpen onClose={onClose} variant="small" aria-label="Shortcuts">
      <ModalHeader title="Shortcuts on this page" />
      <ModalBody>
        <dl className="arm-keys">
          {ALWAYS.map(([keys, label]) => (
            <Fragment key={keys}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>{label}</dd>
            </Fragment>
          ))}
          {once.map(({ keys, label }) => (
            <Fragment key={keys}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>{label}</dd>
            </Fragment>
          ))}
        </dl>
        <Switch
          id="single-letters"
          label="Single letters act outside of inputs"
          isChecked={shortcuts?.enabled ?? false}
          onChange={(_, on) => shortcuts?.setEnabled(on)}
        />
      </ModalBody>
    </Modal>
  );
}
