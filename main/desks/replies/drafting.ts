import { ReceptionError } from '../../domain/errors.ts';
import { instantOf, type Digest, type OfficerId, type ReplyId } from '../../domain/identifiers.ts';
import type { Archive } from '../../archive/archive.ts';
import type { Draft, DraftAttachment, DraftsPaper } from '../../papers/drafts-paper.ts';
import type { ReplyDraft } from '../../../preload/contract.ts';

export type DraftFile = { readonly name: string; readonly bytes: Uint8Array };
export type DraftInput = Omit<ReplyDraft, 'changedAt' | 'officer' | 'attachments'>;

const MOST_ATTACHMENTS = 99;
const MOST_BYTES = 100 * 1024 * 1024;

/** The officer's own drafts, newest first. One whose reply is signed already is what a crash left over, and goes. */
export async function draftsOf(drafts: DraftsPaper, { records }: Pick<Archive, 'records'>, officer: OfficerId): Promise<readonly ReplyDraft[]> {
  const own = drafts.list().filter((draft) => draft.officer === officer);
  const open: Draft[] = [];
  for (const draft of own) {
    if (await records.reply(draft.id)) await drafts.delete(draft.id);
    else open.push(draft);
  }
  return open.sort((a, b) => (a.changedAt < b.changedAt ? 1 : -1)).map(shown);
}

export async function saveDraft(drafts: DraftsPaper, input: DraftInput, add: readonly DraftFile[], remove: readonly Digest[], officer: OfficerId, now: number): Promise<ReplyDraft> {
  const before = drafts.find(input.id);
  if (before) mustBeOwn(before, officer);
  const kept = (before?.attachments ?? []).filter((attachment) => !remove.includes(attachment.digest));
  mustBeFew(kept, add);
  const added: DraftAttachment[] = [];
  for (const { name, bytes } of add) added.push({ name: safeName(name), mediaType: mediaTypeOf(name), size: bytes.length, digest: await drafts.keepAttachment(bytes) });
  // A changed draft must be approved anew.
  const draft: Draft = { ...input, attachments: distinctNames([...kept, ...added]), changedAt: instantOf(now), officer, stage: 'composing' };
  await drafts.save(draft);
  return shown(draft);
}

export async function deleteDraft(drafts: DraftsPaper, id: ReplyId, officer: OfficerId): Promise<void> {
  const draft = drafts.find(id);
  if (!draft) return;
  mustBeOwn(draft, officer);
  await drafts.delete(id);
}

/** Throws record-missing, not-permitted. */
export function ownDraft(drafts: DraftsPaper, id: ReplyId, officer: OfficerId): Draft {
  const draft = drafts.find(id);
  if (!draft) throw new ReceptionError('record-missing', 'There is no such draft any more.');
  mustBeOwn(draft, officer);
  return draft;
}

function mustBeOwn(draft: Draft, officer: OfficerId): void {
  if (draft.officer !== officer) throw new ReceptionError('not-permitted', 'This draft belongs to another officer.');
}

function mustBeFew(kept: readonly DraftAttachment[], add: readonly DraftFile[]): void {
  const bytes = kept.reduce((sum, { size }) => sum + size, 0) + add.reduce((sum, file) => sum + file.bytes.length, 0);
  if (kept.length + add.length <= MOST_ATTACHMENTS && bytes <= MOST_BYTES) return;
  throw new ReceptionError('input-invalid', `A reply takes at most ${MOST_ATTACHMENTS} attachments and ${MOST_BYTES / 1024 / 1024} MB together. Remove some.`);
}

function shown({ stage: _stage, ...draft }: Draft): ReplyDraft {
  return draft;
}

/** Letters, figures and a few marks; the exchange takes names of up to 100 characters. */
function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1)!.replace(/[\u0000-\u001f\u007f"<>|:*?]/g, '_').trim();
  const dot = last.lastIndexOf('.');
  const extension = dot > 0 ? last.slice(dot).slice(0, 10) : '';
  return `${(extension ? last.slice(0, dot) : last).slice(0, 100 - extension.length) || 'file'}${extension}`;
}

/** Two files of one name would be one to whoever saves them. */
function distinctNames(attachments: readonly DraftAttachment[]): readonly DraftAttachment[] {
  const taken = new Set<string>();
  return attachments.map((attachment) => {
    let { name } = attachment;
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = safeName(attachment.name.replace(/(\.[^.]*)?$/, ` (${count})$1`));
    taken.add(name.toLowerCase());
    return { ...attachment, name };
  });
}

const mediaTypes: ReadonlyMap<string, string> = new Map([
  ['xml', 'application/xml'],
  ['txt', 'text/plain'],
  ['html', 'text/html'],
  ['pdf', 'application/pdf'],
  ['rtf', 'application/rtf'],
  ['tif', 'image/tiff'],
  ['tiff', 'image/tiff'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['doc', 'application/msword'],
  ['xls', 'application/vnd.ms-excel'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['odt', 'application/vnd.oasis.opendocument.text'],
  ['ods', 'application/vnd.oasis.opendocument.spreadsheet'],
  ['zip', 'application/zip'],
]);

function mediaTypeOf(name: string): string {
  return mediaTypes.get(name.slice(name.lastIndexOf('.') + 1).toLowerCase()) ?? 'application/octet-stream';
}
