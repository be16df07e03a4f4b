import { FolderOpen } from 'lucide-react';
import { useFormContext } from 'react-hook-form';
import { useAct } from '../../app/station-api.ts';
import { Button } from '../../components/index.ts';
import { FormField } from './fields.tsx';
import type { WizardForm } from './form.ts';
import { useWizardText } from './texts.ts';

export function AuthorityStep() {
  const t = useWizardText();
  return (
    <div className="column wizard-fields">
      <div className="row top">
        <FormField name="authority.code" label={t('authority.code')} width={96} maxLength={4} digits />
        <FormField name="authority.taxNumber" label={t('authority.taxNumber')} width={160} maxLength={10} digits />
        <FormField name="authority.kpp" label={t('authority.kpp')} width={144} maxLength={9} digits />
      </div>
      <FormField name="authority.name" label={t('authority.name')} maxLength={300} />
      <FolderField name="folder" label={t('folder')} help={t('folder.help')} />
    </div>
  );
}

export function FolderField({ name, label, help }: { readonly name: 'folder' | `channels.${number}.folder`; readonly label: string; readonly help: string }) {
  const t = useWizardText();
  const { setValue } = useFormContext<WizardForm>();
  const choose = useAct('files.chooseFolder');
  const ask = async () => {
    const chosen = await choose.act({ title: label });
    if (chosen?.path !== undefined) setValue(name, chosen.path, { shouldValidate: true, shouldDirty: true });
  };
  return (
    <div className="row folder-field">
      <div className="fill">
        <FormField name={name} label={label} help={help} />
      </div>
      <Button icon={<FolderOpen size={14} aria-hidden />} onPress={() => void ask()}>
        {t('folder.choose')}
      </Button>
    </div>
  );
}
