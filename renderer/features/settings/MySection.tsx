import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { CertificateFacts, Digest, FileBytes } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { useStart } from '../../app/start.ts';
import { ofKeyFile, skipToken, useAct, useStation } from '../../app/station-api.ts';
import { Button, ErrorBox, FileDrop, PasswordField } from '../../components/index.ts';
import { leastPassword } from './password.ts';
import { useText } from './texts.ts';

/** The officer's own key and own password. */
export function MySection() {
  return (
    <div className="settings-pair mine">
      <MyKey />
      <MyPassword />
    </div>
  );
}

function MyKey() {
  const t = useText();
  const format = useFormat();
  const { officer } = useStart();
  const { data } = useStation('submissions.certificate', officer?.certificate === undefined ? skipToken : { digest: officer.certificate as Digest });
  const doing = useAct('session.setKey');
  const [files, setFiles] = useState<readonly FileBytes[]>([]);
  const [password, setPassword] = useState('');
  const [done, setDone] = useState<CertificateFacts>();
  const file = files[0];
  const take = async () => {
    if (file === undefined) return;
    const bound = await doing.act({ file, password });
    setPassword('');
    if (bound === undefined) return;
    setDone(bound);
    setFiles([]);
  };
  return (
    <section className="settings-form" aria-label={t('me.key')}>
      <h3>{t('me.key')}</h3>
      <p className="soft">{t('me.keyHelp')}</p>
      <p className="row">
        <KeyRound size={14} aria-hidden />
        {data === undefined ? t(officer?.certificate === undefined ? 'me.notEnrolled' : 'me.bound') : t('me.enrolled', { name: data.commonName })}
      </p>
      <FileDrop label={t('me.file')} accept={['.p12', '.pfx']} files={files} onFiles={setFiles} />
      <PasswordField label={t('me.filePassword')} value={password} onChange={setPassword} autoComplete="off" />
      {doing.error === undefined ? null : <ErrorBox error={ofKeyFile(doing.error) ?? doing.error} />}
      <div className="row">
        <Button isDisabled={file === undefined} busy={doing.busy} onPress={() => void take()}>
          {t('me.enroll')}
        </Button>
        <span role="status">{done === undefined ? '' : t('me.done', { name: done.commonName, until: format.dayOf(done.notAfter) })}</span>
      </div>
    </section>
  );
}

function MyPassword() {
  const t = useText();
  const doing = useAct('session.changePassword');
  const [fields, setFields] = useState({ old: '', next: '', repeat: '' });
  const [done, setDone] = useState(false);
  const short = fields.next !== '' && fields.next.length < leastPassword;
  const differ = fields.repeat !== '' && fields.repeat !== fields.next;
  const take = async () => {
    setDone(false);
    if ((await doing.act({ old: fields.old, next: fields.next })) === undefined) return;
    setFields({ old: '', next: '', repeat: '' });
    setDone(true);
  };
  return (
    <section className="settings-form" aria-label={t('me.password')}>
      <h3>{t('me.password')}</h3>
      <PasswordField label={t('me.old')} value={fields.old} onChange={(old) => setFields({ ...fields, old })} autoComplete="current-password" />
      <PasswordField label={t('me.next')} value={fields.next} onChange={(next) => setFields({ ...fields, next })} autoComplete="new-password" help={t('me.nextHelp', { least: leastPassword })} error={short ? t('me.short', { least: leastPassword }) : undefined} />
      <PasswordField label={t('me.repeat')} value={fields.repeat} onChange={(repeat) => setFields({ ...fields, repeat })} autoComplete="new-password" error={differ ? t('me.mismatch') : undefined} />
      {doing.error === undefined ? null : <ErrorBox error={doing.error} />}
      <div className="row">
        <Button isDisabled={fields.old === '' || fields.next.length < leastPassword || fields.repeat !== fields.next} busy={doing.busy} onPress={() => void take()}>
          {t('me.change')}
        </Button>
        <span role="status">{done ? t('me.changed') : ''}</span>
      </div>
    </section>
  );
}
