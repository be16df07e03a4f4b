import { useDeferredValue, useState } from 'react';
import { useStation } from '../../app/station-api.ts';
import { addressOf, go } from '../../app/router.ts';
import { Button, ComboBox, Copyable, SimulatedMark } from '../../components/index.ts';
import { useText } from './texts.ts';
import type { DraftFields } from './use-draft.ts';

/** Whom the reply is for: given by the submission, or found by tax number or name. */
export function Recipient({ fields, onChange, error }: { readonly fields: DraftFields; readonly onChange: (part: Partial<DraftFields>) => void; readonly error: string | undefined }) {
  const t = useText();
  if (fields.toTaxNumber === '') return <FindSubscriber onChange={onChange} error={error} />;
  return (
    <div className="field fill">
      <span className="field-label">{t('composer.to')}</span>
      <div className="recipient">
        <strong>{fields.toName}</strong>
        <SimulatedMark name={fields.toName} />
        <Copyable value={fields.toTaxNumber} label={t('column.taxNumber')} />
        {fields.submission === undefined ? (
          <Button look="quiet" onPress={() => onChange({ toTaxNumber: '', toName: '' })}>
            {t('composer.chooseAnother')}
          </Button>
        ) : (
          <Answered submission={fields.submission} />
        )}
      </div>
    </div>
  );
}

function Answered({ submission }: { readonly submission: NonNullable<DraftFields['submission']> }) {
  const t = useText();
  const { data } = useStation('submissions.summary', { id: submission });
  return (
    <button type="button" className="link" onClick={() => go(addressOf('submissions', [submission]))}>
      {t('composer.answers', { number: data?.number ?? '…' })}
    </button>
  );
}

function FindSubscriber({ onChange, error }: { readonly onChange: (part: Partial<DraftFields>) => void; readonly error: string | undefined }) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const text = useDeferredValue(typed.trim());
  const { data } = useStation('subscribers.page', { ...(text === '' ? {} : { text }), offset: 0, limit: 20 });
  const rows = data?.rows ?? [];
  const take = (taxNumber: string) => {
    const row = rows.find((one) => one.taxNumber === taxNumber);
    if (row !== undefined) onChange({ toTaxNumber: row.taxNumber, toName: row.name });
  };
  return (
    <div className="fill">
      <ComboBox
        label={t('composer.to')}
        required
        placeholder={t('composer.toHelp')}
        value={undefined}
        onChange={take}
        onType={setTyped}
        options={rows.map(({ taxNumber, name }) => ({ id: taxNumber, label: name, note: taxNumber }))}
        error={error ?? (text !== '' && data !== undefined && rows.length === 0 ? t('composer.nobody') : undefined)}
      />
    </div>
  );
}
