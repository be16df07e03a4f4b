import { parseDate, type CalendarDate } from '@internationalized/date';
import { CalendarDays, ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton, DateField, DateInput, DateSegment, Dialog, DialogTrigger, I18nProvider, Label, Popover } from 'react-aria-components';
import type { Day } from '../../preload/contract.ts';
import { dayIn, useFormat } from '../app/format.ts';
import { useStore } from '../app/store.ts';
import { useText } from '../app/texts.ts';
import { Button } from './Button.tsx';

/** Calendar days at the station, both included; an absent end is open. */
export type Days = { readonly from?: Day; readonly to?: Day };

const presets = ['today', 'yesterday', 'week', 'month', 'quarter', 'year', 'always'] as const;
type Preset = (typeof presets)[number];

export function DateRange({ label, value, onChange, open: withoutAlways = false }: { readonly label: string; readonly value: Days; readonly onChange: (days: Days) => void; readonly open?: boolean }) {
  const t = useText();
  const format = useFormat();
  const language = useStore((state) => state.preferences.language);
  const [open, setOpen] = useState(false);
  const choose = (days: Days) => {
    onChange(days);
    setOpen(false);
  };
  const name = presets.find((preset) => same(daysOf(preset), value));
  const shown = name !== undefined ? t(`days.${name}`) : [value.from, value.to].map((day) => (day === undefined ? '…' : format.day(day))).join(' – ');
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <AriaButton className="button plain" aria-label={`${label}: ${shown}`}>
        <CalendarDays size={14} aria-hidden />
        <span className="cut">{shown}</span>
        <ChevronDown size={14} aria-hidden />
      </AriaButton>
      <Popover className="popover" offset={2} placement="bottom start">
        <Dialog className="days" aria-label={label}>
          <div className="days-presets">
            {presets
              .filter((preset) => !(withoutAlways && preset === 'always'))
              .map((preset) => (
                <button key={preset} type="button" className={`list-item${preset === name ? ' chosen' : ''}`} onClick={() => choose(daysOf(preset))}>
                  {t(`days.${preset}`)}
                </button>
              ))}
          </div>
          <I18nProvider locale={language === 'ru' ? 'ru-RU' : 'en-GB'}>
            <OwnDays value={value} onChange={choose} />
          </I18nProvider>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function OwnDays({ value, onChange }: { readonly value: Days; readonly onChange: (days: Days) => void }) {
  const t = useText();
  const [from, setFrom] = useState<CalendarDate | null>(value.from === undefined ? null : parseDate(value.from));
  const [to, setTo] = useState<CalendarDate | null>(value.to === undefined ? null : parseDate(value.to));
  const wrong = from !== null && to !== null && from.compare(to) > 0;
  const take = () => onChange({ ...(from === null ? {} : { from: from.toString() as Day }), ...(to === null ? {} : { to: to.toString() as Day }) });
  return (
    <div className="column days-own">
      <DayField label={t('days.from')} value={from} onChange={setFrom} />
      <DayField label={t('days.to')} value={to} onChange={setTo} />
      {wrong ? <div className="field-error">{t('days.wrong')}</div> : null}
      <Button isDisabled={wrong} onPress={take}>
        {t('act.apply')}
      </Button>
    </div>
  );
}

function DayField({ label, value, onChange }: { readonly label: string; readonly value: CalendarDate | null; readonly onChange: (day: CalendarDate | null) => void }) {
  return (
    <DateField className="field" value={value} onChange={onChange}>
      <Label className="field-label">{label}</Label>
      <DateInput className="input date-input">{(segment) => <DateSegment segment={segment} className="date-segment" />}</DateInput>
    </DateField>
  );
}

export function daysOf(preset: Preset, today: Day = dayIn(Date.now())): Days {
  const [year, month] = today.split('-').map(Number) as [number, number];
  const first = (y: number, m: number) => `${y}-${String(m).padStart(2, '0')}-01` as Day;
  if (preset === 'always') return {};
  if (preset === 'today') return { from: today, to: today };
  if (preset === 'yesterday') return { from: shift(today, -1), to: shift(today, -1) };
  if (preset === 'week') return { from: shift(today, -((new Date(today).getUTCDay() + 6) % 7)), to: today };
  if (preset === 'month') return { from: first(year, month), to: today };
  if (preset === 'quarter') return { from: first(year, month - ((month - 1) % 3)), to: today };
  return { from: first(year, 1), to: today };
}

function shift(day: Day, by: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10) as Day;
}

function same(one: Days, other: Days): boolean {
  return one.from === other.from && one.to === other.to;
}
