import { SearchInput } from '@patternfly/react-core';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useShortcut } from './shortcuts';

const PAUSE_MS = 250;

/** A text to filter by; told on when the person pauses, so that each letter is not a request. */
export function FilterInput({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const [text, setText] = useState(value);
  const [told, setTold] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  if (value !== told) {
    // The address changed by other means, such as Back.
    setTold(value);
    setText(value);
  }
  const tell = () => {
    if (text === told) return;
    setTold(text);
    onChange(text);
  };
  const tellAfterPause = useEffectEvent(tell);
  useEffect(() => {
    const timer = setTimeout(() => tellAfterPause(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  useShortcut('/', label, () => input.current?.focus());
  return (
    <SearchInput
      ref={input}
      aria-label={label}
      placeholder={label}
      value={text}
      onChange={(_, next) => setText(next)}
      onClear={() => setText('')}
      // Before a click elsewhere counts, or it would be taken back a moment later.
      onBlur={tell}
    />
  );
}
