import { Button } from '@patternfly/react-core';
import { CheckIcon, CopyIcon } from '@patternfly/react-icons';
import { useEffect, useState } from 'react';

const SAID_MS = 2_000;

/** Puts `text` on the clipboard; `what` names it for those who hear the page. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), SAID_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('refused'),
    );
  };
  const said = { idle: '', copied: 'Copied', refused: 'The browser refused: select and copy' }[
    state
  ];
  return (
    <span className="arm-copy">
      <Button
        variant="plain"
        size="sm"
        aria-label={`Copy ${what}`}
        title={`Copy ${what}`}
        icon={state === 'copied' ? <CheckIcon /> : <CopyIcon />}
        onClick={copy}
      />
      <span role="status" className="pf-v6-screen-reader">
        {said}
      </span>
    </span>
  );
}

/** An id, hash or path: as it is, in mono, with its copy button. */
export function Identifier({ text, shown, what }: { text: string; shown?: string; what: string }) {
  return (
    <span className="arm-identifier">
      <code title={text}>{shown ?? text}</code>
      <CopyButton text={text} what={what} />
    </span>
  );
}
