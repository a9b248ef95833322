import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { setOut, watchActs } from './attention';
import { PageHeader } from './PageHeader';

let stop: () => void;

beforeEach(() => {
  setOut();
  stop = watchActs();
});
afterEach(() => stop());

function Page({ title }: { title: string | undefined }) {
  return (
    <>
      <button>Go to</button>
      {title !== undefined && <PageHeader title={title} />}
    </>
  );
}

test('the heading of a page that has come takes the focus', () => {
  render(<Page title="Models" />);
  expect(screen.getByRole('heading', { name: 'Models' })).toHaveFocus();
});

test('who went elsewhere while the page still came keeps the focus', async () => {
  const { rerender } = render(<Page title={undefined} />);
  await userEvent.click(screen.getByRole('button', { name: 'Go to' }));
  rerender(<Page title="Models" />);
  expect(screen.getByRole('button', { name: 'Go to' })).toHaveFocus();
});

test('what led to the page does not keep the focus', async () => {
  const { rerender } = render(<Page title="Models" />);
  await userEvent.click(screen.getByRole('button', { name: 'Go to' }));
  setOut();
  rerender(<Page title="Deployments" />);
  expect(screen.getByRole('heading', { name: 'Deployments' })).toHaveFocus();
});

test('the focus goes to the heading where the button that was pressed is gone', async () => {
  const { rerender } = render(<button>Try again</button>);
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  rerender(<PageHeader title="churn" />);
  expect(screen.getByRole('heading', { name: 'churn' })).toHaveFocus();
});

test('a key that is held, or that only goes with others, leads nowhere', () => {
  const { rerender } = render(<Page title={undefined} />);
  const button = screen.getByRole('button', { name: 'Go to' });
  button.focus();
  button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', repeat: true, bubbles: true }));
  button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Control', bubbles: true }));
  rerender(<Page title="Models" />);
  expect(screen.getByRole('heading', { name: 'Models' })).toHaveFocus();
});
