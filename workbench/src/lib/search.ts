// What may stand in the query of an address. Anything else is as if it were not there.

type Raw = Record<string, unknown>;

/** A text of the address; the router reads `?q=7` as a number. */
export function text(raw: Raw, key: string, most = 200): string | undefined {
  const value = raw[key];
  const said = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  return typeof said === 'string' && said !== '' ? said.slice(0, most) : undefined;
}

export function oneOf<const T extends string>(
  raw: Raw,
  key: string,
  values: readonly T[],
): T | undefined {
  return values.find((value) => value === raw[key]);
}

/** `name ASC` of fields that can be sorted by; what is the default anyway is left out. */
export function sorting(raw: Raw, fields: readonly string[], usual: string): string | undefined {
  const said = text(raw, 'sort');
  const [field, direction, rest] = said?.split(' ') ?? [];
  const known = field !== undefined && fields.includes(field) && rest === undefined;
  const isSorting = known && (direction === 'ASC' || direction === 'DESC');
  return isSorting && said !== usual ? said : undefined;
}

/** Only what is there, so that the address stays short. */
export function given<T extends Raw>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const kept = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(kept) as { [K in keyof T]?: NonNullable<T[K]> };
}
