import { contextBridge, ipcRenderer } from 'electron';

// All that the page can reach of the program. No logic: who may do what is judged on the other side.
contextBridge.exposeInMainWorld('reception', {
  call: (method: string, args: unknown): Promise<unknown> => ipcRenderer.invoke('reception:call', method, args),
  onEvent(listener: (event: unknown) => void): () => void {
    const hear = (_event: unknown, event: unknown): void => listener(event);
    ipcRenderer.on('reception:event', hear);
    return () => void ipcRenderer.off('reception:event', hear);
  },
});
