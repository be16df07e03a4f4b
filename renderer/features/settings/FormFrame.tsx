import type { ReactNode } from 'react';
import { useHotkey } from '../../app/hotkeys.ts';
import { Button, ErrorBox, Loading, TextField } from '../../components/index.ts';
import { useText } from './texts.ts';
import type { SettingsForm } from './use-settings-form.ts';

/** The fields of a section, what is wrong with them, and its two buttons. */
export function FormFrame<Part>({ form, wrong, children }: { readonly form: SettingsForm<Part>; readonly wrong: boolean; readonly children: (part: Part) => ReactNode }) {
  const t = useText();
  useHotkey('Ctrl+Enter', () => void form.save(), { inFields: true, off: !form.changed || wrong });
  if (form.error !== undefined) return <ErrorBox error={form.error} onAgain={form.again} />;
  if (form.loading || form.part === undefined) return <Loading />;
  return (
    <div className="settings-form">
      {form.mayEdit ? null : <p className="soft">{t('readOnly')}</p>}
      {children(form.part)}
      {form.saveError === undefined ? null : <ErrorBox error={form.saveError} />}
      {form.mayEdit ? (
        <div className="row settings-foot">
          <Button look="filled" tip="Ctrl Enter" isDisabled={!form.changed || wrong} busy={form.busy} onPress={() => void form.save()}>
            {t('save')}
          </Button>
          <Button isDisabled={!form.changed} onPress={form.cancel}>
            {t('cancel')}
          </Button>
          <span className="soft" role="status">
            {form.saved && !form.changed ? t('saved') : ''}
          </span>
        </div>
      ) : null}
    </div>
  );
}

type NumberProps = { readonly label: string; readonly value: number; readonly onChange: (value: number) => void; readonly least: number; readonly most: number; readonly help?: string; readonly disabled: boolean };

/** A whole number within bounds; NaN while what is typed is none. */
export function NumberField({ label, value, onChange, least, most, help, disabled }: NumberProps) {
  const t = useText();
  return (
    <TextField
      label={label}
      value={Number.isNaN(value) ? '' : String(value)}
      onChange={(text) => onChange(/^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN)}
      inputMode="numeric"
      width={220}
      help={help}
      disabled={disabled}
      error={within(value, least, most) ? undefined : t('number', { least, most })}
    />
  );
}

export function within(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}
