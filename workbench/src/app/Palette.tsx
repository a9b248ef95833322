import { Modal, ModalBody, ModalHeader, TextInput } from '@patternfly/react-core';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';

export interface Command {
  title: string;
  group: string;
  keys?: string | undefined;
  run: () => void;
}

/** Whether each word of what was typed is somewhere in the command. */
function fits(command: Command, typed: string): boolean {
  const text = `${command.group} ${command.title}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Go to, act, switch tenant, by typing. */
export function Palette({
  commands,
  onClose,
}: {
  commands: readonly Command[];
  onClose: () => void;
}) {
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const list = useId();
  const found = commands.filter((command) => fits(command, typed));
  const at = Math.min(chosen, found.length - 1);
  useEffect(() => {
    document.getElementById(`${list}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [list, at]);
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setChosen((at + step + found.length) % Math.max(found.length, 1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(found[at]);
    }
  };
  return (
    <Modal isOpen onClose={onClose} variant="small" position="top" aria-label="Go to or do">
      <ModalHeader title="Go to or do" />
      <ModalBody>
        <TextInput
          aria-label="Go to or do"
          role="combobox"
          aria-expanded
          aria-controls={list}
          aria-activedescendant={found.length > 0 ? `${list}-${at}` : undefined}
          autoComplete="off"
          autoFocus
          value={typed}
          placeholder="Models, a tenant, a theme"
          onChange={(_, text) => {
            setTyped(text);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
        <div id={list} role="listbox" aria-label="What fits" className="arm-palette-list">
          {found.map((command, index) => (
            <div
              key={`${command.group} ${command.title}`}
              id={`${list}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              onMouseMove={() => setChosen(index)}
              onClick={() => run(command)}
              onKeyDown={onKeyDown}
            >
              <span>
                <bdi>{command.title}</bdi> <span className="arm-muted">{command.group}</span>
              </span>
              {command.keys !== undefined && <kbd>{command.keys}</kbd>}
            </div>
          ))}
        </div>
        {found.length === 0 && <p role="status">Nothing fits.</p>}
      </ModalBody>
    </Modal>
  );
}
