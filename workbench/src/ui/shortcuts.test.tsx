import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { ShortcutProvider, useShortcut, useShortcuts } from './shortcuts';

function Page({ onModels, onNext }: { onModels: () => void; onNext: () => void }) {
  useShortcut('g m', 'Models', onModels);
  useShortcut('j', 'Next', onNext);
  const shortcuts = useShortcuts();
  return (
    <>
      <input aria-label="Filter" />
      <button onClick={() => shortcuts?.setEnabled(false)}>off</button>
    </>
  );
}

function setUp() {
  localStorage.clear();
  const onModels = vi.fn();
  const onNext = vi.fn();
  render(
    <ShortcutProvider>
      <Page onModels={onModels} onNext={onNext} />
    </ShortcutProvider>,
  );
  return { onModels, onNext, user: userEvent.setup() };
}

test('a letter and a pair act, any other key does not', async () => {
  const { onModels, onNext, user } = setUp();
  await user.keyboard('j');
  expect(onNext).toHaveBeenCalledOnce();
  await user.keyboard('m');
  await user.keyboard('x');
  expect(onModels).not.toHaveBeenCalled();
  await user.keyboard('gm');
  expect(onModels).toHaveBeenCalledOnce();
});

test('inside an input a letter is a letter', async () => {
  const { onNext, user } = setUp();
  await user.click(screen.getByRole('textbox', { name: 'Filter' }));
  await user.keyboard('j');
  expect(onNext).not.toHaveBeenCalled();
  expect(screen.getByRole('textbox', { name: 'Filter' })).toHaveValue('j');
});

test('with a modifier or switched off a letter is not for us', async () => {
  const { onNext, user } = setUp();
  await user.keyboard('{Control>}j{/Control}');
  await user.click(screen.getByRole('button', { name: 'off' }));
  await user.keyboard('j');
  expect(onNext).not.toHaveBeenCalled();
});
