// Runs in the isolated world, before the page's scripts: what a preload script may use of Electron.
function preloadWorld(key, versions, sendToMain) {
  const bridge = openBridge(key, 'preload', 'page');
  const waiting = new Map();
  const listeners = new Map();
  let calls = 0;

  const ipcRenderer = {
    invoke(channel, ...args) {
      return new Promise((resolve, reject) => {
        const id = ++calls;
        waiting.set(id, { resolve, reject });
        sendToMain(encode({ type: 'invoke', id, channel, args }));
      });
    },
    send: (channel, ...args) => sendToMain(encode({ type: 'send', channel, args })),
    on(channel, listener) {
      if (!listeners.has(channel)) listeners.set(channel, []);
      listeners.get(channel).push(listener);
      return ipcRenderer;
    },
    once(channel, listener) {
      const first = (...args) => {
        ipcRenderer.off(channel, first);
        listener(...args);
      };
      return ipcRenderer.on(channel, first);
    },
    off(channel, listener) {
      const left = listeners.get(channel) ?? [];
      if (left.includes(listener)) left.splice(left.indexOf(listener), 1);
      return ipcRenderer;
    },
    removeAllListeners(channel) {
      listeners.delete(channel);
      return ipcRenderer;
    },
  };
  ipcRenderer.addListener = ipcRenderer.on;
  ipcRenderer.removeListener = ipcRenderer.off;

  // Called by the main process, by this name, in this world only.
  globalThis.__deliver = {
    reply(id, text) {
      const { resolve, reject } = waiting.get(id);
      waiting.delete(id);
      const { error, value } = decode(text);
      if (error === undefined) resolve(value);
      else reject(new Error(error));
    },
    message(channel, text) {
      const event = { sender: ipcRenderer, ports: [] };
      for (const listener of [...(listeners.get(channel) ?? [])]) listener(event, ...decode(text));
    },
  };

  const contextBridge = {
    exposeInMainWorld(name, api) {
      if (name in window) throw new Error('Cannot bind an API on top of an existing property on the window object');
      bridge.tell('expose', { name, api: bridge.pack(api) });
    },
  };

  const tellFocus = () => sendToMain(encode({ type: 'focus', focused: document.hasFocus() }));
  addEventListener('focus', tellFocus);
  addEventListener('blur', tellFocus);

  function require(name) {
    if (name === 'electron' || name === 'electron/renderer') return { ipcRenderer, contextBridge, webFrame: {}, webUtils: {} };
    throw new Error(`module not found: ${name}`);
  }
  const process = { type: 'renderer', platform: 'linux', sandboxed: true, contextIsolated: true, versions, argv: [], env: {} };
  return { require, process };
}
