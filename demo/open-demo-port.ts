import path from 'node:path';
import type { Desktop, HostPort } from '../main/host/host-port.ts';
import { fileKeyProtection } from '../main/key-protection.ts';
import type { Station } from '../main/station.ts';
import { openStationPort } from '../main/station-port.ts';
import { DemoOffice } from './demo-office.ts';
import { demoOperator, demoParties } from './parties.ts';
import { summaryOf } from './summary.ts';

const log = (line: string): void => console.log(line);

/** The demo office behind the desktop's window. */
export async function openDemoPort(desktop: Desktop, about: { version: string; runtime: string }): Promise<HostPort> {
  const folder = path.resolve(process.env['RECEPTION_DEMO_FOLDER'] ?? 'demo-office');
  const stationFolder = path.join(folder, 'station');
  // The command line can be tried on this station too, so its secrets lie under a key file.
  const protection = fileKeyProtection(stationFolder);
  const surroundings = {
    folder: stationFolder,
    protection,
    language: desktop.language,
    version: about.version,
    saveFile: () => Promise.resolve({}),
    log: (message: string, error?: unknown) => console.error(message, error ?? ''),
  };
  const demo = await DemoOffice.open(folder, surroundings, log);
  let station: Station | undefined;
  const port = await openStationPort(
    { ...desktop, stationFolder, keyProtection: protection },
    {
      ...about,
      demo: () => ({
        parties: demoParties,
        burst: (count) => demo.burst(count),
        pace: async (running) => demo.pace(running),
      }),
      onOpened: (opened) => {
        station = opened;
        void demo.bindOfficers(opened).then(() => demo.burst(6)).then(() => demo.pace(true));
      },
    },
  );
  log(`The demo office is open. ${demoOperator.name} and the subscribers are simulated.`);
  return {
    ...port,
    async close() {
      await demo.stop();
      if (station !== undefined) (await summaryOf(station, demo)).forEach(log);
      await port.close();
    },
  };
}
