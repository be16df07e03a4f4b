import { useState } from 'react';
import type { WireError } from '../../preload/contract.ts';
import { ConfirmDialog } from './Dialog.tsx';
import { TextField } from './fields.tsx';

export type ReasonDialogProps = {
  readonly title: string;
  /** What exactly will happen. */
  readonly what: string;
  readonly act: string;
  readonly reason: string;
  readonly help?: string;
  readonly missing: string;
  readonly onAct: (reason: string) => unknown;
  readonly onClose: () => void;
  readonly busy: boolean;
  readonly error: WireError | undefined;
};

/** Asks before an act that the journal keeps with a reason. Shown as long as it is mounted. */
export function ReasonDialog({ title, what, act, reason: label, help, missing, onAct, onClose, busy, error }: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const empty = reason.trim() === '';
  const take = () => {
    setAsked(true);
    if (!empty) void onAct(reason.trim());
  };
  return (
    <ConfirmDialog open onClose={onClose} title={title} act={act} onAct={take} danger busy={busy} error={error}>
      <p>{what}</p>
      <TextField label={label} value={reason} onChange={setReason} lines={3} required autoFocus maxLength={500} help={help} error={asked && empty ? missing : undefined} />
    </ConfirmDialog>
  );
}
