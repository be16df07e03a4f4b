import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { Digest, FileBytes, ReplyRow } from '../../../preload/contract.ts';
import { choiceMade } from '../../app/preferences.ts';
import { useStart } from '../../app/start.ts';
import { ofKeyFile, skipToken, useAct, useStation } from '../../app/station-api.ts';
import { useSend, useStore } from '../../app/store.ts';
import { ConfirmDialog, FileDrop, PasswordField } from '../../components/index.ts';
import { useText } from './texts.ts';
import type { Draft } from './use-draft.ts';

/** The officer's own key and its password. The window forgets both when the dialog closes; only the file's name is remembered. */
export function SignDialog({ draft, onClose, onDone }: { readonly draft: Draft; readonly onClose: () => void; readonly onDone: (reply: ReplyRow) => void }) {
  const t = useText();
  const send = useSend();
  const doing = useAct('replies.send');
  const [files, setFiles] = useState<readonly FileBytes[]>([]);
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const lastName = useStore((state) => state.preferences.choices['key-file']);
  const key = files[0];
  const take = async () => {
    setAsked(true);
    if (key === undefined || password === '') return;
    const reply = await doing.act({ id: draft.fields.id, key, password });
    if (reply === undefined) return setPassword('');
    send(choiceMade({ name: 'key-file', value: key.name }));
    onDone(reply);
  };
  return (
    <ConfirmDialog open onClose={onClose} title={t('sign.title')} act={t(doing.busy ? 'sign.working' : 'sign.confirm')} onAct={take} busy={doing.busy} error={ofKeyFile(doing.error)}>
      <p>{t('sign.what', { subject: draft.fields.subject, to: draft.fields.toName })}</p>
      <OwnCertificate />
      <FileDrop
        label={t('sign.key')}
        accept={['.p12', '.pfx']}
        files={files}
        onFiles={setFiles}
        {...(lastName === undefined ? {} : { help: t('sign.keyLast', { name: lastName }) })}
        error={asked && key === undefined ? t('sign.keyMissing') : undefined}
      />
      <PasswordField label={t('sign.password')} value={password} onChange={setPassword} help={t('sign.passwordHelp')} error={asked && password === '' && doing.error === undefined ? t('sign.passwordMissing') : undefined} required autoComplete="off" />
    </ConfirmDialog>
  );
}

/** Whose key is expected: the certificate that the officer has bound, by name. */
function OwnCertificate() {
  const t = useText();
  const { officer } = useStart();
  const { data } = useStation('submissions.certificate', officer?.certificate === undefined ? skipToken : { digest: officer.certificate as Digest });
  if (data === undefined) return null;
  return (
    <p className="row soft">
      <KeyRound size={14} aria-hidden />
      {t('sign.keyEnrolled', { name: data.commonName })}
    </p>
  );
}
