import { useState } from 'react';
import type { FileBytes } from '../../../preload/contract.ts';
import { Button, Dialog, ErrorBox, FileDrop, PasswordField } from '../../components/index.ts';
import { useAct } from '../station-api.ts';
import { useFrameText } from './texts.ts';

/** The officer's own password and own signing key. */
export function OwnPassword({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const t = useFrameText();
  return (
    <Dialog open={open} onClose={onClose} title={t('officer.own')} size="middle">
      {open ? (
        <div className="two-columns">
          <ChangePassword />
          <EnrolKey />
        </div>
      ) : null}
    </Dialog>
  );
}

function ChangePassword() {
  const t = useFrameText();
  const [fields, setFields] = useState({ old: '', next: '', again: '' });
  const [done, setDone] = useState(false);
  const change = useAct('session.changePassword');
  const differs = fields.again !== '' && fields.again !== fields.next;
  const short = fields.next !== '' && fields.next.length < 10;
  const act = async () => {
    if ((await change.act({ old: fields.old, next: fields.next })) === undefined) return;
    setFields({ old: '', next: '', again: '' });
    setDone(true);
  };
  return (
    <section className="column">
      <h3>{t('own.password')}</h3>
      <PasswordField label={t('own.old')} value={fields.old} autoComplete="current-password" onChange={(old) => setFields({ ...fields, old })} />
      <PasswordField label={t('own.next')} value={fields.next} autoComplete="new-password" help={t('own.length')} error={short ? t('own.length') : undefined} onChange={(next) => setFields({ ...fields, next })} />
      <PasswordField label={t('own.again')} value={fields.again} autoComplete="new-password" error={differs ? t('own.differs') : undefined} onChange={(again) => setFields({ ...fields, again })} />
      {change.error === undefined ? null : <ErrorBox error={change.error} />}
      {done ? <p role="status">{t('own.changed')}</p> : null}
      <div className="row">
        <Button isDisabled={fields.old === '' || short || fields.next === '' || fields.again !== fields.next} busy={change.busy} onPress={() => void act()}>
          {t('own.change')}
        </Button>
      </div>
    </section>
  );
}

function EnrolKey() {
  const t = useFrameText();
  const [files, setFiles] = useState<readonly FileBytes[]>([]);
  const [password, setPassword] = useState('');
  const [name, setName] = useState<string>();
  const enrol = useAct('session.setKey');
  const act = async () => {
    const certificate = await enrol.act({ file: files[0]!, password });
    setPassword('');
    if (certificate !== undefined) setName(certificate.subject);
  };
  return (
    <section className="column">
      <h3>{t('own.key')}</h3>
      <p className="soft">{t('own.key.help')}</p>
      <FileDrop label={t('own.key.file')} accept={['.p12', '.pfx']} files={files} onFiles={setFiles} />
      <PasswordField label={t('own.key.password')} value={password} autoComplete="off" onChange={setPassword} />
      {enrol.error === undefined ? null : <ErrorBox error={enrol.error} />}
      {name === undefined ? null : <p role="status">{t('own.key.done', { name })}</p>}
      <div className="row">
        <Button isDisabled={files.length === 0} busy={enrol.busy} onPress={() => void act()}>
          {t('own.key.enrol')}
        </Button>
      </div>
    </section>
  );
}
