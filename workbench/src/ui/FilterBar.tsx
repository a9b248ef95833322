import type { ReactNode } from 'react';
import { Choice, type Option } from './Choice';
import { FilterInput } from './FilterInput';

/** The part of an address that filters a list: texts by name. */
export type Filters<S> = Partial<Record<keyof S, string | undefined>>;

export interface TextFilter<S> {
  key: keyof S & string;
  label: string;
}

export interface ChoiceFilter<S> extends TextFilter<S> {
  /** The first is the empty one, which filters nothing. */
  options: readonly Option[];
}

export interface FilterBarProps<S> {
  search: S;
  /** Typing replaces the address, choosing makes a new one. What is not known is left out of it. */
  onSearch: (search: S, isTyping: boolean) => void;
  texts?: readonly TextFilter<S>[];
  choices?: readonly ChoiceFilter<S>[];
  /** On the right, such as "Copy as". */
  children?: ReactNode;
}

/** The options of a filter: all, then each value by its word. */
export function optionsOf<T extends string>(
  all: string,
  values: readonly T[],
  word: (value: T) => string = (value) => value,
): Option[] {
  return [{ value: '', label: all }, ...values.map((value) => ({ value, label: word(value) }))];
}

/** What a list is filtered by: texts to type, then words to choose. */
export function FilterBar<S extends Filters<S>>(props: FilterBarProps<S>) {
  const { search, onSearch, texts = [], choices = [], children } = props;
  return (
    <div className="arm-toolbar">
      {texts.map(({ key, label }) => (
        <FilterInput
          key={key}
          label={label}
          value={search[key] ?? ''}
          onChange={(text) => onSearch({ ...search, [key]: text }, true)}
        />
      ))}
      {choices.map(({ key, label, options }) => (
        <Choice
          key={key}
          label={label}
          value={search[key] ?? ''}
          options={options}
          onChange={(value) => onSearch({ ...search, [key]: value }, false)}
        />
      ))}
      {children !== undefined && <div className="arm-actions">{children}</div>}
    </div>
  );
}
