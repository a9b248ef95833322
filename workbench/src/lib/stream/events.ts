// Server-Sent Events, as https://html.spec.whatwg.org/multipage/server-sent-events.html has them.

export interface ServerEvent {
  /** Empty while none was said. */
  id: string;
  /** Empty for an event without a name. */
  name: string;
  data: string;
}

/** Puts events together out of pieces of text, which end anywhere. */
export class EventReader {
  private rest = '';
  private id = '';
  private nextId = '';
  private name = '';
  private data: string[] = [];

  /** The events that are whole with this piece. An event without data only moves the id on. */
  read(piece: string): ServerEvent[] {
    const lines = (this.rest + piece).split('\n');
    this.rest = lines.pop() ?? '';
    const found: ServerEvent[] = [];
    for (const line of lines) {
      const text = line.endsWith('\r') ? line.slice(0, -1) : line;
      if (text !== '') {
        this.take(text);
        continue;
      }
      this.id = this.nextId;
      if (this.data.length > 0) found.push(this.end());
      else this.name = '';
    }
    return found;
  }

  /** Where reading goes on after what was told so far. */
  get lastId(): string {
    return this.id;
  }

  private take(line: string): void {
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'id') this.nextId = value;
    if (field === 'event') this.name = value;
    if (field === 'data') this.data.push(value);
  }

  private end(): ServerEvent {
    const event = { id: this.id, name: this.name, data: this.data.join('\n') };
    this.name = '';
    this.data = [];
    return event;
  }
}
