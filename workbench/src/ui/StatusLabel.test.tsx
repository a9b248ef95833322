import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { type Status, StatusLabel, wordOf } from './StatusLabel';

const ALL: Record<Status, true> = {
  active: true,
  suspended: true,
  being_deleted: true,
  expired: true,
  revoked: true,
  logged: true,
  checking: true,
  servable: true,
  refused: true,
  passed: true,
  failed: true,
  skipped: true,
  live: true,
  stopped: true,
  deploy: true,
  rollback: true,
  stop: true,
};

test.each(Object.keys(ALL) as Status[])('%s is said in words, not in colour alone', (status) => {
  render(<StatusLabel status={status} />);
  expect(screen.getByText(wordOf(status))).toBeVisible();
});

test('no two statuses have one word', () => {
  const words = (Object.keys(ALL) as Status[]).map(wordOf);
  expect(new Set(words).size).toBe(words.length);
});
