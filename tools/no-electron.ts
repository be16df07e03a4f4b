// What tests get for `import … from 'electron'`: the first use says what is wrong.
const refusal = 'Electron is not there in unit tests. Code that needs it belongs in main/host, which is tested by running the program (tests/runtime, tests/e2e).';

function refuse(): never {
  throw new Error(refusal);
}

const absent = new Proxy(refuse, { get: refuse, apply: refuse, construct: refuse });

export const app = absent;
export const BrowserWindow = absent;
export const contextBridge = absent;
export const dialog = absent;
export const ipcMain = absent;
export const ipcRenderer = absent;
export const Menu = absent;
export const nativeImage = absent;
export const nativeTheme = absent;
export const Notification = absent;
export const protocol = absent;
export const safeStorage = absent;
export const screen = absent;
export const session = absent;
export const shell = absent;
export const Tray = absent;
export default absent;
