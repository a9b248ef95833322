import { Button, Form, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { type SubmitEvent, type ReactNode, useId, useState } from 'react';
import { Failed } from './states';

export interface ActionDialogProps {
  title: string;
  /** A verb: "Roll back to version 3". */
  verb: string;
  isDanger?: boolean;
  isDisabled?: boolean;
  onClose: () => void;
  /** Resolves when it is done; what it throws is shown in the dialog. */
  onDo: () => Promise<void>;
  /** What will happen, then the fields. */
  children: ReactNode;
}

/** Asks before something is done, says what follows from it, and stays open with the error. */
export function ActionDialog(props: ActionDialogProps) {
  const { title, verb, isDanger = false, isDisabled = false, onClose, onDo, children } = props;
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const form = useId();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (busy || isDisabled) return;
    setBusy(true);
    setError(undefined);
    onDo().catch((refused: unknown) => {
      setError(refused);
      setBusy(false);
    });
  };
  return (
    <Modal isOpen onClose={onClose} variant="small" aria-label={title}>
      <ModalHeader title={title} />
      <ModalBody>
        <Form id={form} onSubmit={submit} className="arm-dialog">
          {error !== undefined && <Failed error={error} what={verb} />}
          {children}
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button
          type="submit"
          form={form}
          variant={isDanger ? 'danger' : 'primary'}
          isDisabled={isDisabled}
          isLoading={busy}
        >
          {verb}
        </Button>
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
      </ModalFooter>
    </Modal>
  );
}
