import { CircleCheck, CircleX, Clock, KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { FileBytes, StationKeyView } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { useMay } from '../../app/start.ts';
import { ofKeyFile, useAct, useStation } from '../../app/station-api.ts';
import { Badge, Button, ConfirmDialog, Copyable, ErrorBox, FileDrop, Loading, PasswordField, StateMark } from '../../components/index.ts';
import { Choices } from './plain-sections.tsx';
import { useText } from './texts.ts';

const soonDays = 30;

/** The station's keys: which are current, how long they last, and how to put in a new one. */
export function KeysSection() {
  const t = useText();
  const may = useMay();
  const { data, error, loading, again } = useStation('settings.keys', {});
  const [installing, setInstalling] = useState(false);
  return (
    <div className="settings-form wide">
      <p className="soft">{t('keys.intro')}</p>
      {error === undefined ? null : <ErrorBox error={error} onAgain={again} />}
      {loading ? <Loading lines={4} /> : null}
      {data === undefined ? null : data.length === 0 ? <p>{t('keys.none')}</p> : <KeyTable keys={data} />}
      {may('settings.edit') ? (
        <div>
          <Button icon={<KeyRound size={14} aria-hidden />} onPress={() => setInstalling(true)}>
            {t('keys.install')}
          </Button>
        </div>
      ) : null}
      {installing ? <InstallKey onClose={() => setInstalling(false)} /> : null}
    </div>
  );
}

function KeyTable({ keys }: { readonly keys: readonly StationKeyView[] }) {
  const t = useText();
  const format = useFormat();
  return (
    <table className="plain-table">
      <caption className="unseen">{t('keys.table')}</caption>
      <thead>
        <tr>
          {(['purpose', 'subject', 'key', 'until', 'state'] as const).map((name) => (
            <th key={name} scope="col">
              {t(`keys.column.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={`${key.purpose} ${key.certificate.fingerprint}`} className={key.current ? '' : 'soft'}>
            <td>{t(`keys.purpose.${key.purpose}`)}</td>
            <td>
              <div>{key.certificate.commonName}</div>
              <Copyable value={key.certificate.fingerprint} short mono label="SHA-256" />
            </td>
            <td>{key.certificate.keyAlgorithm}</td>
            <td>
              <div>{t('keys.until', { at: format.dayOf(key.certificate.notAfter) })}</div>
              <Left days={key.daysLeft} />
            </td>
            <td>
              <Badge tone={key.current ? 'info' : 'off'}>{t(key.current ? 'keys.current' : 'keys.former')}</Badge>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Left({ days }: { readonly days: number }) {
  const t = useText();
  if (days < 0)
    return (
      <StateMark tone="bad" icon={CircleX}>
        {t('keys.ended', { count: -days })}
      </StateMark>
    );
  return (
    <StateMark tone={days < soonDays ? 'wait' : 'good'} icon={days < soonDays ? Clock : CircleCheck}>
      {t('keys.daysLeft', { count: days })}
    </StateMark>
  );
}

function InstallKey({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const [purpose, setPurpose] = useState<'station' | 'decryption'>('station');
  const [files, setFiles] = useState<readonly FileBytes[]>([]);
  const [password, setPassword] = useState('');
  const doing = useAct('settings.installKey');
  const file = files[0];
  const take = async () => {
    if (file === undefined) return;
    if ((await doing.act({ file, password, purpose })) === undefined) setPassword('');
    else onClose();
  };
  return (
    <ConfirmDialog open onClose={onClose} title={t('keys.installTitle')} act={t('keys.confirm')} onAct={take} busy={doing.busy} blocked={file === undefined} error={ofKeyFile(doing.error)}>
      <p>{t('keys.installWhat')}</p>
      <Choices label={t('keys.purposeLabel')} value={purpose} onChange={(id) => setPurpose(id as typeof purpose)} choices={(['station', 'decryption'] as const).map((id) => ({ id, title: t(`keys.purpose.${id}`) }))} />
      <FileDrop label={t('keys.file')} accept={['.p12', '.pfx']} files={files} onFiles={setFiles} />
      <PasswordField label={t('keys.password')} value={password} onChange={setPassword} autoComplete="off" />
    </ConfirmDialog>
  );
}
