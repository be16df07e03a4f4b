import { Trash2, UserPlus } from 'lucide-react';
import { useController, useFieldArray, useFormContext } from 'react-hook-form';
import type { Role } from '../../../preload/contract.ts';
import { useText } from '../../app/texts.ts';
import { Button, Checkbox, IconButton } from '../../components/index.ts';
import { FormField, useError } from './fields.tsx';
import type { WizardForm } from './form.ts';
import { useWizardText } from './texts.ts';

const roles: readonly Role[] = ['inspector', 'clerk', 'supervisor', 'administrator'];

export function OfficersStep() {
  const t = useWizardText();
  const { control } = useFormContext<WizardForm>();
  const officers = useFieldArray({ control, name: 'officers', keyName: 'key' });
  const error = useError('officers');
  return (
    <div className="column wizard-fields">
      {officers.fields.map((officer, at) => (
        <OfficerFields key={officer.key} at={at} {...(officers.fields.length > 1 ? { onRemove: () => officers.remove(at) } : {})} />
      ))}
      {error === undefined ? null : (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      <div className="row">
        <Button icon={<UserPlus size={14} aria-hidden />} onPress={() => officers.append({ login: '', name: '', position: '', roles: ['inspector'], password: '' })}>
          {t('officer.add')}
        </Button>
      </div>
    </div>
  );
}

function OfficerFields({ at, onRemove }: { readonly at: number; readonly onRemove?: () => void }) {
  const t = useWizardText();
  const words = useText();
  return (
    <fieldset className="wizard-group">
      <legend>{t('officer.number', { number: at + 1 })}</legend>
      <div className="row top">
        <div className="fill">
          <FormField name={`officers.${at}.name`} label={t('officer.name')} maxLength={200} />
        </div>
        <div className="fill">
          <FormField name={`officers.${at}.position`} label={t('officer.position')} maxLength={200} />
        </div>
        {onRemove === undefined ? null : (
          <span className="under-label">
            <IconButton label={words('act.remove')} onPress={onRemove}>
              <Trash2 size={14} aria-hidden />
            </IconButton>
          </span>
        )}
      </div>
      <div className="row top">
        <div className="fill">
          <FormField name={`officers.${at}.login`} label={t('officer.login')} help={t('officer.login.help')} maxLength={32} />
        </div>
        <div className="fill">
          <FormField name={`officers.${at}.password`} label={t('officer.password')} help={t('officer.password.help')} secret />
        </div>
      </div>
      <Roles at={at} />
    </fieldset>
  );
}

function Roles({ at }: { readonly at: number }) {
  const t = useWizardText();
  const words = useText();
  const { control } = useFormContext<WizardForm>();
  const { field } = useController({ control, name: `officers.${at}.roles` });
  const error = useError(`officers.${at}.roles`);
  return (
    <div role="group" aria-label={t('officer.roles')} className="row wrap roles">
      {roles.map((role) => (
        <Checkbox key={role} checked={field.value.includes(role)} onChange={(on) => field.onChange(on ? [...field.value, role] : field.value.filter((one: Role) => one !== role))}>
          {words(`role.${role}`)}
        </Checkbox>
      ))}
      {error === undefined ? null : <span className="field-error">{error}</span>}
    </div>
  );
}
