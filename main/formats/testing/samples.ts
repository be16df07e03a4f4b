import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of public samples beside the repository; a test that needs it says that it skipped where it is missing. */
export const samplesFolder = fileURLToPath(new URL('../../../../shared/samples/', import.meta.url));

export const samplesAreHere = existsSync(samplesFolder);
