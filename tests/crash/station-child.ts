import { fileKeyProtection } from '../../main/key-protection.ts';
import { openStation } from '../../main/station.ts';

/** The station in the background mode over `station-child.ts FOLDER`; it is there to be killed. */
const [folder] = process.argv.slice(2) as [string];
const station = await openStation({
  folder: `${folder}/station`,
  protection: fileKeyProtection(`${folder}/station`),
  language: 'ru',
  version: '0',
  threads: 2,
  saveFile: () => Promise.resolve({}),
  log: (message, error) => console.error(message, error ?? ''),
  onFatal: (error) => {
    console.error('The archive takes no more', error);
    process.exit(3);
  },
});
process.stdout.write('open\n');
await station.start();
process.on('SIGTERM', () => void station.close().then(() => process.exit(0)));
// Nobody outlives the test that started it.
process.stdin.on('end', () => process.exit(0)).resume();
