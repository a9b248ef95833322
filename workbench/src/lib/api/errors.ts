import { errors, type ErrorCode } from '@/lib/contract/errors';

/** A code of the catalogue, or one of what happens on the way to the server. */
export type Code = ErrorCode | 'no_answer' | 'unexpected_answer';

interface Failure {
  code: Code;
  status: number;
  message: string;
  nextStep: string;
  requestId?: string;
  field?: string;
  rule?: string;
}

function text(body: Record<string, unknown>, key: string): string | undefined {
  const value = body[key];
  return typeof value === 'string' ? value : undefined;
}

function isCode(code: string | undefined): code is ErrorCode {
  return code !== undefined && Object.hasOwn(errors, code);
}

/** What the server refused or could not do, as its catalogue says it. */
export class ApiError extends Error {
  readonly code: Code;
  readonly status: number;
  readonly nextStep: string;
  readonly requestId: string | undefined;
  readonly field: string | undefined;
  readonly rule: string | undefined;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'ApiError';
    this.code = failure.code;
    this.status = failure.status;
    this.nextStep = failure.nextStep;
    this.requestId = failure.requestId;
    this.field = failure.field;
    this.rule = failure.rule;
  }

  /** Whether the same request may succeed later. */
  get mayPass(): boolean {
    if (this.code === 'no_answer') return true;
    return this.code !== 'unexpected_answer' && errors[this.code];
  }

  static unreachable(cause: unknown): ApiError {
    const error = new ApiError({
      code: 'no_answer',
      status: 0,
      message: 'The server did not answer.',
      nextStep: 'Check that it runs and that this machine reaches it, then try again.',
    });
    error.cause = cause;
    return error;
  }
}

/** The error of an answer that failed, whoever sent it: a proxy's page has no code. */
export function toApiError(status: number, body: unknown, requestId?: string): ApiError {
  const fields: Record<string, unknown> =
    typeof body === 'object' && body !== null ? { ...body } : {};
  const code = text(fields, 'code');
  const message = text(fields, 'message');
  const id = text(fields, 'request_id') ?? requestId;
  const where = { ...(id === undefined ? {} : { requestId: id }) };
  if (!isCode(code) || message === undefined) {
    return new ApiError({
      code: 'unexpected_answer',
      status,
      message: `Something on the way answered ${status}, not Armillary.`,
      nextStep: 'Check the address and what lies between this browser and the server.',
      ...where,
    });
  }
  const field = text(fields, 'field');
  const rule = text(fields, 'rule');
  return new ApiError({
    code,
    status,
    message,
    nextStep: text(fields, 'next_step') ?? '',
    ...where,
    ...(field === undefined ? {} : { field }),
    ...(rule === undefined ? {} : { rule }),
  });
}
