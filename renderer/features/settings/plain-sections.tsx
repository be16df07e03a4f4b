import type { CalendarDate } from '@internationalized/date';
import { X } from 'lucide-react';
import { useState } from 'react';
import { DateField, DateInput, DateSegment } from 'react-aria-components';
import type { Day, Settings } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { Button, Checkbox, IconButton, TextField } from '../../components/index.ts';
import { FolderField } from './FolderField.tsx';
import { FormFrame, NumberField, within } from './FormFrame.tsx';
import { useText } from './texts.ts';
import { useSettingsForm } from './use-settings-form.ts';

/** Sections that are a few fields each; the bounds are those of the station. */

export function AuthorityForm() {
  const t = useText();
  const form = useSettingsForm(({ authority }) => authority, (settings, authority) => ({ ...settings, authority }));
  const wrongTax = !/^(\d{10})?$/.test(form.part?.taxNumber ?? '');
  const wrongKpp = !/^(\d{4}[0-9A-Z]{2}\d{3})?$/.test(form.part?.kpp ?? '');
  const noName = form.part?.name.trim() === '';
  return (
    <FormFrame form={form} wrong={wrongTax || wrongKpp || noName}>
      {(part) => (
        <>
          <TextField label={t('authority.code')} value={part.code} onChange={() => undefined} disabled width={220} help={t('authority.codeHelp')} />
          <TextField label={t('authority.name')} value={part.name} onChange={(name) => form.change({ ...part, name })} disabled={!form.mayEdit} maxLength={200} error={noName ? t('required') : undefined} />
          <TextField label={t('authority.taxNumber')} value={part.taxNumber} onChange={(taxNumber) => form.change({ ...part, taxNumber: taxNumber.trim() })} disabled={!form.mayEdit} width={220} inputMode="numeric" error={wrongTax ? t('taxNumberWrong') : undefined} />
          <TextField label={t('authority.kpp')} value={part.kpp} onChange={(kpp) => form.change({ ...part, kpp: kpp.trim().toUpperCase() })} disabled={!form.mayEdit} width={220} error={wrongKpp ? t('kppWrong') : undefined} />
        </>
      )}
    </FormFrame>
  );
}

type Choice = { readonly id: string; readonly title: string; readonly help?: string };

/** Few choices, each with what it means, all in sight. */
export function Choices({ label, value, choices, onChange, disabled = false }: { readonly label: string; readonly value: string; readonly choices: readonly Choice[]; readonly onChange: (id: string) => void; readonly disabled?: boolean }) {
  return (
    <fieldset className="choices" disabled={disabled}>
      <legend className="field-label">{label}</legend>
      {choices.map(({ id, title, help }) => (
        <label key={id} className="choice">
          <input type="radio" name={label} value={id} checked={id === value} onChange={() => onChange(id)} />
          <span>
            {title}
            {help === undefined ? null : <span className="field-help">{help}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

export function ExchangeForm() {
  const t = useText();
  const form = useSettingsForm(({ exchange }) => exchange, (settings, exchange) => ({ ...settings, exchange }));
  return (
    <FormFrame form={form} wrong={!within(form.part?.pollSeconds ?? 1, 1, 86_400)}>
      {(part) => (
        <>
          <Choices
            label={t('exchange.mode')}
            value={part.mode}
            disabled={!form.mayEdit}
            onChange={(mode) => form.change({ ...part, mode: mode as typeof part.mode })}
            choices={[
              { id: 'background', title: t('exchange.background'), help: t('exchange.backgroundHelp') },
              { id: 'by-hand', title: t('exchange.byHand'), help: t('exchange.byHandHelp') },
            ]}
          />
          <NumberField label={t('exchange.poll')} value={part.pollSeconds} onChange={(pollSeconds) => form.change({ ...part, pollSeconds })} least={1} most={86_400} disabled={!form.mayEdit} />
        </>
      )}
    </FormFrame>
  );
}

export function VerificationForm() {
  const t = useText();
  const form = useSettingsForm(({ verification }) => verification, (settings, verification) => ({ ...settings, verification }));
  return (
    <FormFrame form={form} wrong={!within(form.part?.crlGraceHours ?? 0, 0, 8760)}>
      {(part) => (
        <>
          <Checkbox checked={part.revocationRequired} disabled={!form.mayEdit} onChange={(revocationRequired) => form.change({ ...part, revocationRequired })}>
            <span>
              {t('verification.revocation')}
              <span className="field-help block">{t('verification.revocationHelp')}</span>
            </span>
          </Checkbox>
          <NumberField label={t('verification.grace')} value={part.crlGraceHours} onChange={(crlGraceHours) => form.change({ ...part, crlGraceHours })} least={0} most={8760} disabled={!form.mayEdit} />
          <Choices
            label={t('verification.onIndeterminate')}
            value={part.onIndeterminate}
            disabled={!form.mayEdit}
            onChange={(onIndeterminate) => form.change({ ...part, onIndeterminate: onIndeterminate as typeof part.onIndeterminate })}
            choices={[
              { id: 'leave-to-officer', title: t('verification.leave') },
              { id: 'refuse', title: t('verification.refuse') },
            ]}
          />
        </>
      )}
    </FormFrame>
  );
}

const bounds = { noticeHours: [1, 720, 'notice'], decisionWorkingDays: [1, 365, 'decision'], entryWorkingDays: [1, 365, 'entry'], answerDays: [1, 365, 'answer'] } as const;

export function LimitsForm() {
  const t = useText();
  const form = useSettingsForm(
    ({ limits, calendar }) => ({ limits, calendar }),
    (settings, { limits, calendar }) => ({ ...settings, limits, calendar }),
  );
  const limits = form.part?.limits;
  const wrong = limits !== undefined && (!within(limits.deliveryMegabytes, 1, 2000) || Object.entries(bounds).some(([name, [least, most]]) => !within(limits[name as keyof typeof bounds], least, most)));
  return (
    <FormFrame form={form} wrong={wrong}>
      {(part) => (
        <>
          <h3>{t('limits.deadlines')}</h3>
          <div className="settings-pair">
            {Object.entries(bounds).map(([name, [least, most, text]]) => (
              <NumberField key={name} label={t(`limits.${text}`)} value={part.limits[name as keyof typeof bounds]} onChange={(value) => form.change({ ...part, limits: { ...part.limits, [name]: value } })} least={least} most={most} disabled={!form.mayEdit} />
            ))}
          </div>
          <NumberField label={t('limits.delivery')} help={t('limits.deliveryHelp')} value={part.limits.deliveryMegabytes} onChange={(deliveryMegabytes) => form.change({ ...part, limits: { ...part.limits, deliveryMegabytes } })} least={1} most={2000} disabled={!form.mayEdit} />
          <Holidays days={part.calendar.holidays} disabled={!form.mayEdit} onChange={(holidays) => form.change({ ...part, calendar: { holidays } })} />
        </>
      )}
    </FormFrame>
  );
}

function Holidays({ days, disabled, onChange }: { readonly days: Settings['calendar']['holidays']; readonly disabled: boolean; readonly onChange: (days: readonly Day[]) => void }) {
  const t = useText();
  const format = useFormat();
  const [day, setDay] = useState<CalendarDate | null>(null);
  const add = () => {
    if (day !== null) onChange([...new Set([...days, day.toString() as Day])].sort());
    setDay(null);
  };
  return (
    <div className="column">
      <h3>{t('limits.holidays')}</h3>
      <p className="soft">{t('limits.holidaysHelp')}</p>
      {days.length === 0 ? <p>{t('limits.noHolidays')}</p> : null}
      <ul className="holidays">
        {days.map((one) => (
          <li key={one} className="row">
            {format.day(one)}
            {disabled ? null : (
              <IconButton label={t('limits.removeHoliday', { day: format.day(one) })} onPress={() => onChange(days.filter((other) => other !== one))}>
                <X size={14} aria-hidden />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {disabled ? null : (
        <div className="row">
          <DateField aria-label={t('limits.day')} value={day} onChange={setDay}>
            <DateInput className="input date-input holiday">{(segment) => <DateSegment segment={segment} className="date-segment" />}</DateInput>
          </DateField>
          <Button isDisabled={day === null} onPress={add}>
            {t('limits.addHoliday')}
          </Button>
        </div>
      )}
    </div>
  );
}

export function ArchiveForm() {
  const t = useText();
  const form = useSettingsForm(
    ({ archive, session }) => ({ archive, session }),
    (settings, { archive, session }) => ({ ...settings, archive, session }),
  );
  const wrongTime = !/^([01]\d|2[0-3]):[0-5]\d$/.test(form.part?.archive.sealAt ?? '00:00');
  return (
    <FormFrame form={form} wrong={wrongTime || !within(form.part?.session.lockAfterMinutes ?? 1, 1, 1440)}>
      {(part) => (
        <>
          <TextField label={t('archive.sealAt')} value={part.archive.sealAt} onChange={(sealAt) => form.change({ ...part, archive: { ...part.archive, sealAt } })} disabled={!form.mayEdit} width={220} help={t('archive.sealAtHelp')} error={wrongTime ? t('archive.sealAtWrong') : undefined} />
          <FolderField
            label={t('archive.backup')}
            value={part.archive.backupFolder ?? ''}
            help={t('archive.backupHelp')}
            disabled={!form.mayEdit}
            onChange={(folder) => form.change({ ...part, archive: { sealAt: part.archive.sealAt, ...(folder === '' ? {} : { backupFolder: folder }) } })}
          />
          <NumberField label={t('archive.lock')} value={part.session.lockAfterMinutes} onChange={(lockAfterMinutes) => form.change({ ...part, session: { lockAfterMinutes } })} least={1} most={1440} disabled={!form.mayEdit} />
        </>
      )}
    </FormFrame>
  );
}

