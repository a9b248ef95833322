// Pieces of the filter grammar of lists: `name ILIKE '%ch%' AND state = 'live'`.

const MOST_WILD = 8;

/** A text of the grammar, in which two quotes stand for one. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The field has `text` somewhere in it, in any case; empty for an empty text. */
export function contains(field: string, text: string): string {
  const sought = text.trim();
  if (!sought) return '';
  const wild = sought
    .split('%')
    .slice(0, MOST_WILD - 1)
    .join('%');
  return `${field} ILIKE ${quoted(`%${wild}%`)}`;
}

export function equals(field: string, value: string | undefined): string {
  return value ? `${field} = ${quoted(value)}` : '';
}

/** All of them; those that say nothing are left out. */
export function all(...parts: string[]): string {
  return parts.filter(Boolean).join(' AND ');
}
