import { expect, test } from 'vitest';
import { ApiError, toApiError } from './errors';

test('an error of the catalogue is read whole', () => {
  const error = toApiError(422, {
    code: 'too_long',
    message: 'A value is too long',
    field: '/name',
    rule: 'maxLength 63',
    next_step: 'Shorten the value.',
    request_id: 'r1',
  });
  expect(error).toMatchObject({
    code: 'too_long',
    status: 422,
    nextStep: 'Shorten the value.',
    requestId: 'r1',
    field: '/name',
    rule: 'maxLength 63',
    mayPass: false,
  });
});

test.each([[undefined], ['<html>'], [{ code: 'made_up', message: 'x' }], [{ code: 7 }], [[]]])(
  'an answer of somebody else is not taken for ours: %j',
  (body) => {
    const error = toApiError(502, body, 'r2');
    expect(error.code).toBe('unexpected_answer');
    expect(error.message).toContain('502');
    expect(error.requestId).toBe('r2');
  },
);

test('no answer may pass', () => {
  expect(ApiError.unreachable(new TypeError('x')).mayPass).toBe(true);
});
