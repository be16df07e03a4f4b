import { useController, useFormContext, useFormState, type FieldPath } from 'react-hook-form';
import { PasswordField, TextField } from '../../components/index.ts';
import type { WizardForm } from './form.ts';
import { useWizardText, type WizardKey } from './texts.ts';

type FormFieldProps = {
  readonly name: FieldPath<WizardForm>;
  readonly label: string;
  readonly help?: string;
  readonly secret?: boolean;
  readonly optional?: boolean;
  readonly width?: number;
  readonly maxLength?: number;
  readonly digits?: boolean;
};

/** A text field of the form, with its error in words. */
export function FormField({ name, label, help, secret = false, optional = false, width, maxLength, digits = false }: FormFieldProps) {
  const { control } = useFormContext<WizardForm>();
  const { field } = useController({ control, name });
  const error = useError(name);
  const shared = { label, name, help, error, required: !optional, autoComplete: 'off', value: String(field.value ?? ''), onChange: field.onChange, onBlur: field.onBlur, inputRef: field.ref, ...(width === undefined ? {} : { width }), ...(maxLength === undefined ? {} : { maxLength }) };
  return secret ? <PasswordField {...shared} autoComplete="new-password" /> : <TextField {...shared} {...(digits ? { inputMode: 'numeric' as const } : {})} />;
}

/** The words for what is wrong with a field, if anything is. */
export function useError(name: FieldPath<WizardForm>): string | undefined {
  const t = useWizardText();
  const { control, getFieldState } = useFormContext<WizardForm>();
  const formState = useFormState({ control });
  const { error } = getFieldState(name, formState);
  const message = error?.message ?? (error as { root?: { message?: string } } | undefined)?.root?.message;
  return message === undefined ? undefined : t.or(message, t('wrong.needed' satisfies WizardKey));
}
