import { FormSelect, FormSelectOption } from '@patternfly/react-core';

export interface Option {
  value: string;
  label: string;
}

/** One of a few, by name; the native control, so that it works as people know it. With an `id` the
 * field around it has the label. */
export function Choice({
  label,
  value,
  options,
  onChange,
  id,
}: {
  label: string;
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
  id?: string;
}) {
  return (
    <FormSelect
      value={value}
      onChange={(_, next) => onChange(next)}
      className="arm-choice"
      {...(id === undefined ? { 'aria-label': label } : { id })}
    >
      {options.map((option) => (
        <FormSelectOption key={option.value} value={option.value} label={option.label} />
      ))}
    </FormSelect>
  );
}
