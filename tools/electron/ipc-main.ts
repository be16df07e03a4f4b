import { EventEmitter } from 'node:events';

type Listener = (event: unknown, ...args: unknown[]) => unknown;

/** ipcMain: what the main process listens for from its windows. */
class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Listener>();

  handle(channel: string, handler: Listener): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }

  handleOnce(channel: string, handler: Listener): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return handler(event, ...args);
    });
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** The answer to ipcRenderer.invoke; an error in the words that Electron uses. */
  async answer(channel: string, event: unknown, args: readonly unknown[]): Promise<{ value: unknown } | { error: string }> {
    try {
      const handler = this.#handlers.get(channel);
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
      return { value: await handler(event, ...args) };
    } catch (error) {
      return { error: inElectronsWords(channel, error) };
    }
  }
}

export function inElectronsWords(channel: string, error: unknown): string {
  return `Error invoking remote method '${channel}': ${String(error)}`;
}

export const ipcMain = new IpcMain();
