import { Check, CircleX, PlugZap, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ChannelCheck, ChannelSettings, MailboxChannelSettings, MailServerSettings, WireError } from '../../../preload/contract.ts';
import { useAct } from '../../app/station-api.ts';
import { Button, Checkbox, ErrorBox, PasswordField, Select, TextField } from '../../components/index.ts';
import { forStation, wrongFields } from './channel-settings.ts';
import { FolderField } from './FolderField.tsx';
import { useText } from './texts.ts';

type Props = {
  readonly channel: ChannelSettings;
  readonly fresh: boolean;
  readonly mayEdit: boolean;
  readonly busy: boolean;
  readonly saved: boolean;
  readonly error: WireError | undefined;
  readonly onSave: (channel: ChannelSettings) => unknown;
  readonly onRemove: () => void;
};

/** One channel: its fields, a test of the connection as they stand, saving, removing. */
export function ChannelForm({ channel, fresh, mayEdit, busy, saved, error, onSave, onRemove }: Props) {
  const t = useText();
  const [edited, setEdited] = useState(channel);
  const [tried, setTried] = useState(!fresh);
  const test = useAct('settings.checkChannel');
  const [checked, setChecked] = useState<ChannelCheck>();
  const wrong = wrongFields(edited);
  const changed = fresh || JSON.stringify(edited) !== JSON.stringify(channel);
  const change = (next: ChannelSettings) => {
    setChecked(undefined);
    setEdited(next);
  };
  const ready = () => {
    setTried(true);
    return wrong.size === 0;
  };
  const wrongShown = tried ? wrong : new Set<string>();
  return (
    <div className="settings-form channel-form">
      <TextField label={t('channels.name')} value={edited.name} onChange={(name) => change({ ...edited, name })} disabled={!mayEdit} error={wrongShown.has('name') ? t('required') : undefined} maxLength={200} autoFocus={fresh} />
      <Checkbox checked={edited.enabled} disabled={!mayEdit} onChange={(enabled) => change({ ...edited, enabled })}>
        {t('channels.enabled')}
      </Checkbox>
      {edited.kind === 'spool' ? (
        <FolderField label={t('channels.folder')} help={t('channels.folderHelp')} value={edited.folder} onChange={(folder) => change({ ...edited, folder })} disabled={!mayEdit} error={wrongShown.has('folder') ? t('required') : undefined} />
      ) : (
        <MailFields channel={edited} wrong={wrongShown} disabled={!mayEdit} onChange={change} />
      )}
      {error === undefined ? null : <ErrorBox error={error} />}
      {mayEdit ? (
        <div className="row wrap settings-foot">
          <Button look="filled" isDisabled={!changed} busy={busy} onPress={() => ready() && void onSave(edited)}>
            {t('save')}
          </Button>
          <Button icon={<PlugZap size={14} aria-hidden />} busy={test.busy} onPress={() => ready() && void test.act({ channel: forStation(edited) }).then(setChecked)}>
            {t(test.busy ? 'channels.testing' : 'channels.test')}
          </Button>
          <Button look="quiet" icon={<Trash2 size={14} aria-hidden />} onPress={onRemove}>
            {t(fresh ? 'cancel' : 'channels.remove')}
          </Button>
          <span className="soft" role="status">
            {saved && !changed ? t('saved') : ''}
          </span>
        </div>
      ) : null}
      {test.error === undefined ? null : <ErrorBox error={test.error} />}
      {checked === undefined ? null : <CheckSteps check={checked} />}
    </div>
  );
}

function CheckSteps({ check }: { readonly check: ChannelCheck }) {
  const t = useText();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => void box.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <div ref={box} className={`check-steps ${check.ok ? 'good' : 'bad'}`} role="status">
      <strong>{t(check.ok ? 'channels.testGood' : 'channels.testBad')}</strong>
      <ol>
        {check.steps.map(({ what, ok, message }, place) => (
          <li key={place}>
            {ok ? <Check size={14} className="tone-good" aria-label="✓" /> : <CircleX size={14} className="tone-bad" aria-label="✗" />}
            <span>{t.or(`channels.step.${what}`, what)}</span>
            <span className="soft">{message}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

type MailProps = { readonly channel: MailboxChannelSettings; readonly wrong: ReadonlySet<string>; readonly disabled: boolean; readonly onChange: (channel: MailboxChannelSettings) => void };

function MailFields({ channel, wrong, disabled, onChange }: MailProps) {
  const t = useText();
  const { imap, smtp } = channel;
  const need = (field: string) => (wrong.has(field) ? t('required') : undefined);
  return (
    <div className="mail-sides">
      <fieldset className="mail-side">
        <legend>{t('channels.imap')}</legend>
        <ServerFields side="imap" server={imap} wrong={wrong} disabled={disabled} onChange={(part) => onChange({ ...channel, imap: { ...imap, ...part } })} />
        <TextField label={t('channels.inbox')} value={imap.folder} onChange={(folder) => onChange({ ...channel, imap: { ...imap, folder } })} disabled={disabled} error={need('imap.folder')} />
        <TextField label={t('channels.processed')} value={imap.processedFolder} onChange={(processedFolder) => onChange({ ...channel, imap: { ...imap, processedFolder } })} disabled={disabled} error={need('imap.processedFolder')} />
      </fieldset>
      <fieldset className="mail-side">
        <legend>{t('channels.smtp')}</legend>
        <ServerFields side="smtp" server={smtp} wrong={wrong} disabled={disabled} onChange={(part) => onChange({ ...channel, smtp: { ...smtp, ...part } })} />
        <TextField label={t('channels.from')} value={smtp.from} onChange={(from) => onChange({ ...channel, smtp: { ...smtp, from: from.trim() } })} disabled={disabled} inputMode="email" error={need('smtp.from')} />
      </fieldset>
    </div>
  );
}

type ServerProps = { readonly side: 'imap' | 'smtp'; readonly server: MailServerSettings; readonly wrong: ReadonlySet<string>; readonly disabled: boolean; readonly onChange: (part: Partial<MailServerSettings>) => void };

function ServerFields({ side, server, wrong, disabled, onChange }: ServerProps) {
  const t = useText();
  const kinds = (['tls', 'starttls', 'none'] as const).map((id) => ({ id, label: t(`channels.securityKinds.${id}`) }));
  return (
    <>
      <div className="row top">
        <div className="fill">
          <TextField label={t('channels.host')} value={server.host} onChange={(host) => onChange({ host: host.trim() })} disabled={disabled} error={wrong.has(`${side}.host`) ? t('required') : undefined} />
        </div>
        <TextField label={t('channels.port')} value={Number.isNaN(server.port) ? '' : String(server.port)} onChange={(text) => onChange({ port: /^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN })} disabled={disabled} width={88} inputMode="numeric" error={wrong.has(`${side}.port`) ? '1–65535' : undefined} />
      </div>
      <Select label={t('channels.security')} value={server.security} options={kinds} onChange={(security) => onChange({ security: security as MailServerSettings['security'] })} disabled={disabled} error={wrong.has(`${side}.security`) ? t('channels.noneRemote') : undefined} />
      <TextField label={t('channels.user')} value={server.user} onChange={(user) => onChange({ user })} disabled={disabled} autoComplete="off" />
      <PasswordField label={t('channels.password')} value={server.password ?? ''} onChange={(password) => onChange({ password })} disabled={disabled} autoComplete="off" help={server.hasPassword === true ? t('channels.passwordKept') : undefined} />
      <TextField label={t('channels.ca')} help={t('channels.caHelp')} value={server.ca ?? ''} onChange={(ca) => onChange({ ca })} disabled={disabled} lines={2} mono />
    </>
  );
}
