import { FolderSync, Mail, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useController, useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import type { ChannelCheck, ChannelSettings } from '../../../preload/contract.ts';
import { useAct } from '../../app/station-api.ts';
import { useText } from '../../app/texts.ts';
import { Button, ErrorBox, IconButton, OutcomeMark, Select } from '../../components/index.ts';
import { FolderField } from './AuthorityStep.tsx';
import { FormField, useError } from './fields.tsx';
import { emptyMailbox, type WizardForm } from './form.ts';
import { useWizardText } from './texts.ts';

export function ChannelsStep() {
  const t = useWizardText();
  const { control } = useFormContext<WizardForm>();
  const channels = useFieldArray({ control, name: 'channels', keyName: 'key' });
  const error = useError('channels');
  const freeId = (beginning: string) => {
    const taken = new Set(channels.fields.map((one) => one.id));
    for (let n = 1; ; n++) if (!taken.has(n === 1 ? beginning : `${beginning}-${n}`)) return n === 1 ? beginning : `${beginning}-${n}`;
  };
  return (
    <div className="column wizard-fields">
      {channels.fields.map((channel, at) => (
        <Channel key={channel.key} at={at} kind={channel.kind} onRemove={() => channels.remove(at)} />
      ))}
      {error === undefined ? null : <p className="field-error">{error}</p>}
      <div className="row">
        <Button icon={<FolderSync size={14} aria-hidden />} onPress={() => channels.append({ kind: 'spool', id: freeId('spool'), name: t('channel.spool.name'), folder: '' })}>
          {t('channel.add.spool')}
        </Button>
        <Button icon={<Mail size={14} aria-hidden />} onPress={() => channels.append(emptyMailbox(t('channel.mail.name'), freeId('mail')))}>
          {t('channel.add.mail')}
        </Button>
      </div>
    </div>
  );
}

function Channel({ at, kind, onRemove }: { readonly at: number; readonly kind: 'spool' | 'mailbox'; readonly onRemove: () => void }) {
  const t = useWizardText();
  const words = useText();
  return (
    <fieldset className="wizard-group">
      <legend>{words(`channel.${kind}`)}</legend>
      <div className="row top">
        <div className="fill">
          <FormField name={`channels.${at}.name`} label={t('channel.name')} maxLength={60} />
        </div>
        <span className="under-label">
          <IconButton label={words('act.remove')} onPress={onRemove}>
            <Trash2 size={14} aria-hidden />
          </IconButton>
        </span>
      </div>
      {kind === 'spool' ? <FolderField name={`channels.${at}.folder`} label={t('channel.folder')} help={t('channel.folder.help')} /> : <Mailbox at={at} />}
      <Trial at={at} />
    </fieldset>
  );
}

function Mailbox({ at }: { readonly at: number }) {
  const t = useWizardText();
  return (
    <div className="two-columns">
      <div className="column">
        <h3>{t('mail.in')}</h3>
        <Server name={`channels.${at}.imap`} />
        <div className="row top">
          <FormField name={`channels.${at}.imap.folder` as never} label={t('mail.folder')} />
          <FormField name={`channels.${at}.imap.processedFolder` as never} label={t('mail.processed')} />
        </div>
      </div>
      <div className="column">
        <h3>{t('mail.out')}</h3>
        <Server name={`channels.${at}.smtp`} />
        <FormField name={`channels.${at}.smtp.from` as never} label={t('mail.from')} />
      </div>
    </div>
  );
}

function Server({ name }: { readonly name: string }) {
  const t = useWizardText();
  const { control } = useFormContext<WizardForm>();
  const { field } = useController({ control, name: `${name}.security` as never });
  return (
    <>
      <div className="row top">
        <div className="fill">
          <FormField name={`${name}.host` as never} label={t('mail.host')} />
        </div>
        <FormField name={`${name}.port` as never} label={t('mail.port')} width={72} digits />
      </div>
      <Select
        label={t('mail.security')}
        value={field.value as string}
        onChange={field.onChange}
        options={[
          { id: 'tls', label: 'TLS' },
          { id: 'starttls', label: 'STARTTLS' },
          { id: 'none', label: t('mail.plain') },
        ]}
      />
      <div className="row top">
        <FormField name={`${name}.user` as never} label={t('mail.user')} />
        <FormField name={`${name}.password` as never} label={t('mail.password')} secret optional />
      </div>
    </>
  );
}

/** Tries what was entered, before anything is made. */
function Trial({ at }: { readonly at: number }) {
  const t = useWizardText();
  const { control, trigger } = useFormContext<WizardForm>();
  const channel = useWatch({ control, name: `channels.${at}` });
  const check = useAct('settings.checkChannel');
  const [found, setFound] = useState<ChannelCheck>();
  const run = async () => {
    if (!(await trigger(`channels.${at}`))) return;
    setFound(await check.act({ channel: { ...channel, enabled: true } as unknown as ChannelSettings }));
  };
  return (
    <div className="column">
      <div className="row">
        <Button busy={check.busy} onPress={() => void run()}>
          {t('channel.check')}
        </Button>
      </div>
      {check.error === undefined ? null : <ErrorBox error={check.error} />}
      {found === undefined ? null : (
        <ul role="status">
          {found.steps.map((step) => (
            <li key={step.what} className="row">
              <OutcomeMark outcome={step.ok ? 'passed' : 'failed'} />
              <span>{t.or(`check.${step.what}`, step.what)}</span>
              <span className="soft cut">{step.message}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
