import type { Readable, Writable } from 'node:stream';

export type Params = Readonly<Record<string, unknown>>;
export type Message = { readonly method: string; readonly params: any; readonly sessionId?: string };
type Answer = { readonly id: number; readonly result?: any; readonly error?: { readonly message: string } };

/** The DevTools protocol over a pair of pipes: JSON messages with a zero byte after each. */
export class Pipe {
  readonly #output: Writable;
  readonly #pending = new Map<number, { resolve: (result: any) => void; reject: (error: Error) => void }>();
  #last = 0;

  constructor(output: Writable, input: Readable, onEvent: (message: Message) => void) {
    this.#output = output;
    input.on('data', splitter((text) => this.#take(JSON.parse(text) as Message | Answer, onEvent)));
    for (const stream of [output, input]) stream.on('error', () => this.close());
    input.on('close', () => this.close());
  }

  send(method: string, params: Params = {}, sessionId?: string): Promise<any> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      if (!this.#output.writable) return reject(new Error('Chromium has ended'));
      this.#pending.set(id, { resolve, reject });
      this.#output.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  close(): void {
    for (const { reject } of this.#pending.values()) reject(new Error('Chromium has ended'));
    this.#pending.clear();
  }

  #take(message: Message | Answer, onEvent: (message: Message) => void): void {
    if (!('id' in message)) return onEvent(message);
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.error === undefined) pending?.resolve(message.result);
    else pending?.reject(new Error(message.error.message));
  }
}

// Pieces are joined as bytes: a piece may end in the middle of a letter.
function splitter(onText: (text: string) => void): (piece: Buffer) => void {
  let begun: Buffer[] = [];
  return (piece) => {
    let rest = piece;
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      onText(Buffer.concat([...begun, rest.subarray(0, end)]).toString('utf8'));
      begun = [];
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) begun.push(rest);
  };
}
