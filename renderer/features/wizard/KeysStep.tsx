import { useController, useFormContext } from 'react-hook-form';
import { FileDrop } from '../../components/index.ts';
import { FormField, useError } from './fields.tsx';
import type { WizardForm } from './form.ts';
import { useWizardText } from './texts.ts';

export function KeysStep() {
  const t = useWizardText();
  const { control } = useFormContext<WizardForm>();
  const key = useController({ control, name: 'keyFile' });
  const trust = useController({ control, name: 'trust' });
  const keyError = useError('keyFile');
  const trustError = useError('trust');
  return (
    <div className="column wizard-fields">
      <FileDrop label={t('key.file')} accept={['.p12', '.pfx']} files={key.field.value} onFiles={key.field.onChange} error={keyError} />
      <FormField name="keyPassword" label={t('key.password')} secret optional width={280} />
      <p className="soft">{t('key.help')}</p>
      <FileDrop label={t('trust.files')} many accept={['.cer', '.crt', '.pem', '.der', '.crl']} files={trust.field.value} onFiles={trust.field.onChange} error={trustError} />
      <p className="soft">{t('trust.help')}</p>
    </div>
  );
}
