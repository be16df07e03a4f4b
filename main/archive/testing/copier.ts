import { openArchive } from '../open-archive.ts';

/** Copies an archive and says how far it has come; it is there to be killed. */
const [folder, target] = process.argv.slice(2) as [string, string];
const archive = await openArchive({ folder, readOnly: true });
await archive.backup(target, { progress: (done, total) => process.stdout.write(`${done} of ${total}\n`) });
