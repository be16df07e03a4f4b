import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ReceptionError } from '../../domain/errors.ts';
import type { Equipment } from './equipment.ts';
import { examine, type Examined, type ExamineInput } from './examine.ts';
import { issue, type Issued, type IssueInput } from './issue.ts';

/** An archived object as a worker thread finds it. */
export type ObjectFile = { readonly path: string; readonly digest: string };

export type ExamineTask = Omit<ExamineInput, 'raw'> & { readonly raw: ObjectFile };
export type IssueTask = Omit<IssueInput, 'recipients' | 'declaration'> & {
  readonly recipients: readonly ObjectFile[];
  readonly declaration?: { readonly id: string; readonly name: string; readonly content: ObjectFile };
};

/** The intake desk's work in worker threads: archived bytes are read there, so that none cross the main thread. */
export const intakeTasks = {
  examine: (task: ExamineTask, equipment: Equipment): Promise<Examined> => examine({ ...task, raw: readObject(task.raw) }, equipment),
  issue: ({ recipients, declaration, ...task }: IssueTask, equipment: Equipment): Promise<Issued> =>
    issue(
      {
        ...task,
        recipients: recipients.map(readObject),
        ...(declaration === undefined ? {} : { declaration: { ...declaration, content: readObject(declaration.content) } }),
      },
      equipment,
    ),
};

function readObject({ path, digest }: ObjectFile): Uint8Array {
  const bytes = readFileSync(path);
  if (createHash('sha256').update(bytes).digest('hex') !== digest) {
    throw new ReceptionError('archive-damaged', `The archived object ${digest} does not match its digest`, { details: { digest } });
  }
  return bytes;
}
