import { useFormContext } from 'react-hook-form';
import { useText } from '../../app/texts.ts';
import { KeyValue } from '../../components/index.ts';
import type { WizardForm } from './form.ts';
import { useWizardText } from './texts.ts';

export function ReviewStep() {
  const t = useWizardText();
  const words = useText();
  const { authority, folder, channels, keyFile, trust, officers } = useFormContext<WizardForm>().getValues();
  return (
    <div className="wizard-fields">
      <KeyValue
        pairs={[
          [t('step.authority'), `${authority.code} · ${authority.name}`],
          [t('authority.taxNumber'), `${authority.taxNumber} / ${authority.kpp}`],
          [t('folder'), folder],
          ...channels.map((channel, at) => [`${words(`channel.${channel.kind}`)} ${at + 1}`, channel.kind === 'spool' ? `${channel.name}: ${channel.folder}` : `${channel.name}: ${channel.imap.user} · ${channel.imap.host}:${String(channel.imap.port)} · ${channel.smtp.host}:${String(channel.smtp.port)}`] as const),
          [t('key.file'), keyFile[0]?.name],
          [t('trust.files'), trust.map((file) => file.name).join(', ')],
          ...officers.map((officer, at) => [t('officer.number', { number: at + 1 }), `${officer.name}, ${officer.login} · ${officer.roles.map((role) => words(`role.${role}`)).join(', ')}`] as const),
        ]}
      />
    </div>
  );
}
