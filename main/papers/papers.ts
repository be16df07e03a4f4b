import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { draftsPaper, draftsPaperKind, type DraftsPaper } from './drafts-paper.ts';
import type { PaperNotice } from './durable-json.ts';
import type { KeyProtection } from '../domain/key-protection.ts';
import { keysPaper, keysPaperKind, type KeysPaper } from './keys-paper.ts';
import { officersPaper, officersPaperKind, type OfficersPaper } from './officers-paper.ts';
import { openPaper } from './paper.ts';
import { searchesPaper, searchesPaperKind, type SearchesPaper } from './searches-paper.ts';
import { settingsPaper, settingsPaperKind, type SettingsPaper } from './settings-paper.ts';
import { openTrustFolder, type TrustFolder } from './trust-folder.ts';

/** What the station may change and throw away, unlike the archive. */
export type Papers = {
  readonly settings: SettingsPaper;
  readonly officers: OfficersPaper;
  readonly drafts: DraftsPaper;
  readonly searches: SearchesPaper;
  readonly keys: KeysPaper;
  readonly trust: TrustFolder;
  /** Papers that were found torn when they were opened, and what stands in for them: to be shown to an administrator. */
  readonly notices: readonly PaperNotice[];
};

/** Opens the folder of working papers, making it where it is not. Throws settings-invalid, key-unusable. */
export async function openPapers(folder: string, protection: KeyProtection): Promise<Papers> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const notices: PaperNotice[] = [];
  const notice = (one: PaperNotice) => void notices.push(one);
  return {
    settings: settingsPaper(await openPaper(folder, settingsPaperKind, notice), protection),
    officers: officersPaper(await openPaper(folder, officersPaperKind, notice)),
    drafts: draftsPaper(await openPaper(folder, draftsPaperKind, notice), path.join(folder, 'attachments')),
    searches: searchesPaper(await openPaper(folder, searchesPaperKind, notice)),
    keys: keysPaper(await openPaper(folder, keysPaperKind, notice), protection),
    trust: await openTrustFolder(path.join(folder, 'trust')),
    notices,
  };
}
