import {
  Alert,
  Button,
  FormGroup,
  FormHelperText,
  HelperText,
  HelperTextItem,
  TextInput,
} from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useId, useState } from 'react';
import { useAccess } from '@/lib/api/access';
import { type Place, predict } from '@/lib/api/changes';
import type { Column, PredictResponse } from '@/lib/api/types';
import { formatFigure } from '@/lib/format';
import { predictSnippets } from '@/lib/snippets';
import { Choice } from '@/ui/Choice';
import { CopyForms } from '@/ui/CopyAs';
import { SmallTable } from '@/ui/DataGrid';
import { Failed } from '@/ui/states';
import { readRecord, suggested, type Typed } from './records';

function hintOf(column: Column): string {
  const kind = column.size === undefined ? column.type : `${column.size} x ${column.type}`;
  const bounds = [column.minimum, column.maximum].map((bound) => bound ?? '\u2026').join(' to ');
  const isBound = column.minimum !== undefined || column.maximum !== undefined;
  const need = column.required ? 'required' : 'may be left out';
  return [kind, isBound ? bounds : '', need, column.nullable ? 'may be missing' : '']
    .filter(Boolean)
    .join(', ');
}

function Field({
  column,
  value,
  problem,
  onChange,
}: {
  column: Column;
  value: string;
  problem: string | undefined;
  onChange: (value: string) => void;
}) {
  const id = useId();
  const choices =
    column.categories?.map(String) ?? (column.type === 'bool' ? ['false', 'true'] : []);
  const isOptional = !column.required || column.nullable === true;
  return (
    <FormGroup label={column.name} fieldId={id}>
      {choices.length > 0 ? (
        <Choice
          id={id}
          label={column.name}
          value={value}
          options={[
            ...(isOptional ? [{ value: '', label: '(none)' }] : []),
            ...choices.map((choice) => ({ value: choice, label: choice })),
          ]}
          onChange={onChange}
        />
      ) : (
        <TextInput
          id={id}
          value={value}
          onChange={(_, next) => onChange(next)}
          validated={problem === undefined ? 'default' : 'error'}
          autoComplete="off"
          {...(column.type === 'string' ? {} : { inputMode: 'decimal' as const })}
        />
      )}
      <FormHelperText>
        <HelperText>
          <HelperTextItem variant={problem === undefined ? 'default' : 'error'}>
            {problem ?? hintOf(column)}
          </HelperTextItem>
        </HelperText>
      </FormHelperText>
    </FormGroup>
  );
}

/** The label first, then each class with its probability, the largest on top. */
function Answer({ answer }: { answer: PredictResponse }) {
  const prediction = answer.predictions[0];
  if (!prediction) return null;
  const pairs = Object.entries(prediction.probabilities ?? {})
    .map(([name, share]) => ({ name, share }))
    .sort((one, other) => other.share - one.share);
  return (
    <div role="status" className="arm-panel">
      <p>
        Version {answer.version} of <bdi>{answer.model}</bdi> answers{' '}
        <strong>{prediction.label ?? formatFigure(prediction.value)}</strong>
      </p>
      {pairs.length > 0 && (
        <SmallTable
          label="Probabilities"
          items={pairs}
          keyOf={(pair) => pair.name}
          columns={[
            { id: 'name', header: 'Class', cell: (pair) => pair.name },
            {
              id: 'share',
              header: 'Probability',
              numeric: true,
              cell: (pair) => formatFigure(pair.share),
            },
          ]}
        />
      )}
      {answer.missing_columns.length > 0 && (
        <p className="arm-muted">Taken from defaults: {answer.missing_columns.join(', ')}</p>
      )}
    </div>
  );
}

/** A form of the signature's columns that asks the live version, and the same call to copy. */
export function TryIt({ place, columns }: { place: Place; columns: readonly Column[] }) {
  const { can } = useAccess(place.tenant);
  const [typed, setTyped] = useState<Typed>(() => suggested(columns));
  const { record, problems } = readRecord(columns, typed);
  const ask = useMutation({ mutationFn: () => predict(place, [record]) });
  const may = can('predict');
  const isReady = may && Object.keys(problems).length === 0;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isReady) ask.mutate();
  };
  return (
    <>
      <form className="arm-panel" onSubmit={submit} aria-label="Try it">
        <h2>Try it</h2>
        <p className="arm-muted">
          {may
            ? 'Answered as you, by what is live now. Programs ask with a token of their own, as below.'
            : 'Your role asks no models. An admin of the tenant gives roles that do, such as scientist.'}
        </p>
        <div className="arm-fields">
          {columns.map((column) => (
            <Field
              key={column.name}
              column={column}
              value={typed[column.name] ?? ''}
              problem={problems[column.name]}
              onChange={(value) => setTyped({ ...typed, [column.name]: value })}
            />
          ))}
        </div>
        <div>
          <Button type="submit" isDisabled={!isReady} isLoading={ask.isPending}>
            Predict
          </Button>
        </div>
        {ask.error && <Failed error={ask.error} what="The prediction" />}
        {ask.data && <Answer answer={ask.data} />}
      </form>
      <section className="arm-panel" aria-label="The same call">
        <h2>The same call</h2>
        <CopyForms
          texts={predictSnippets(window.location.origin, place, [record])}
          what="this prediction"
        />
      </section>
      {columns.length === 0 && (
        <Alert isInline variant="info" title="This version has no signature of columns." />
      )}
    </>
  );
}
