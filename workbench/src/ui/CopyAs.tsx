import {
  Button,
  Modal,
  ModalBody,
  ModalHeader,
  Tab,
  Tabs,
  TabTitleText,
} from '@patternfly/react-core';
import { CodeIcon } from '@patternfly/react-icons';
import { useState } from 'react';
import { CopyButton } from './CopyButton';
import { useShortcut } from './shortcuts';

const FORMS = [
  ['curl', 'curl'],
  ['python', 'Python'],
  ['cli', 'CLI'],
] as const;

type Form = (typeof FORMS)[number][0];
export type Texts = Record<Form, string>;

/** A text to copy, with its button; it scrolls inside itself. */
export function Code({ text, what }: { text: string; what: string }) {
  return (
    <div className="arm-code">
      <pre tabIndex={0} aria-label={what}>
        {text}
      </pre>
      <CopyButton text={text} what={what} />
    </div>
  );
}

/** The same call as curl, Python and command line. */
export function CopyForms({ texts, what }: { texts: Texts; what: string }) {
  const [form, setForm] = useState<Form>('curl');
  return (
    <Tabs
      activeKey={form}
      onSelect={(_, key) => setForm(key as Form)}
      aria-label={`${what} as`}
      mountOnEnter
      unmountOnExit
      isSubtab
    >
      {FORMS.map(([key, title]) => (
        <Tab key={key} eventKey={key} title={<TabTitleText>{title}</TabTitleText>}>
          <Code text={texts[key]} what={`${what} as ${title}`} />
        </Tab>
      ))}
    </Tabs>
  );
}

/** A button that shows exactly what this page shows or would do, as curl, Python and CLI. */
export function CopyAs({ texts, what }: { texts: Texts; what: string }) {
  const [open, setOpen] = useState(false);
  useShortcut('c', `Copy ${what} as curl, Python or CLI`, () => setOpen(true));
  return (
    <>
      <Button variant="secondary" icon={<CodeIcon />} onClick={() => setOpen(true)}>
        Copy as
      </Button>
      <Modal
        isOpen={open}
        onClose={() => setOpen(false)}
        variant="medium"
        aria-label={`${what} as`}
      >
        <ModalHeader
          title={`Copy ${what} as`}
          description="The token is read from the environment variable ARMILLARY_TOKEN."
        />
        <ModalBody>
          <CopyForms texts={texts} what={what} />
        </ModalBody>
      </Modal>
    </>
  );
}
