import { runDesktop } from './host/desktop.ts';
import type { OpenPort } from './host/host-port.ts';

// The station goes here: it is built by main/station.ts, and answers for the window by main/ipc.
const openPort: OpenPort = () => Promise.reject(new Error('The station is not built yet.'));

runDesktop(openPort);
