import { CalendarClock, CircleHelp, Hourglass, PackageX, SendHorizontal, ShieldAlert, type LucideIcon } from 'lucide-react';
import { GridListHeader, GridListItem, GridListSection } from 'react-aria-components';
import type { NeedsActionItem } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { useMay } from '../../app/start.ts';
import { Button } from '../../components/Button.tsx';
import { SimulatedMark } from '../../components/SimulatedMark.tsx';
import type { Tone } from '../../components/StateMark.tsx';
import { actsOf, idOf, type Group, type NextAct } from './needs-action.ts';
import { useText } from './texts.ts';
import { useNow } from './use-now.ts';

type OnAct = (act: NextAct, item: NeedsActionItem) => void;

const looks: Readonly<Record<NeedsActionItem['what'], { readonly icon: LucideIcon; readonly tone: Tone }>> = {
  overdue: { icon: CalendarClock, tone: 'bad' },
  'due-soon': { icon: Hourglass, tone: 'wait' },
  decide: { icon: CircleHelp, tone: 'wait' },
  quarantined: { icon: ShieldAlert, tone: 'bad' },
  'held-delivery': { icon: PackageX, tone: 'bad' },
  'held-dispatch': { icon: SendHorizontal, tone: 'bad' },
};

export function NeedsGroup({ group, onAct }: { readonly group: Group; readonly onAct: OnAct }) {
  const t = useText();
  const { icon: Icon, tone } = looks[group.what];
  return (
    <GridListSection className="needs-group" aria-label={t(`group.${group.what}`)}>
      <GridListHeader className="needs-head">
        <span className={`state ${tone}`}>
          <Icon size={16} aria-hidden />
          <strong>{t(`group.${group.what}`)}</strong>
        </span>
        <span className="count">{group.items.length}</span>
        <span className="soft cut">{t(`hint.${group.what}`)}</span>
      </GridListHeader>
      {group.items.map((item) => (
        <NeedsRow key={idOf(item)} item={item} onAct={onAct} />
      ))}
    </GridListSection>
  );
}

function NeedsRow({ item, onAct }: { readonly item: NeedsActionItem; readonly onAct: OnAct }) {
  const t = useText();
  const acts = actsOf(item, useMay());
  const first = acts[0];
  return (
    <GridListItem id={idOf(item)} textValue={`${item.title}. ${item.reason}`} className="needs-row" {...(first === undefined ? {} : { onAction: () => onAct(acts.includes('open') ? 'open' : first, item) })}>
      <div className="needs-title">
        <div className="row">
          <strong className="cut" title={item.title}>
            {item.title}
          </strong>
          <SimulatedMark name={item.title} />
        </div>
        <div className="soft mono">{item.number ?? t('noNumber')}</div>
      </div>
      <div className="soft needs-reason" title={item.reason}>
        {item.reason}
      </div>
      <Due item={item} />
      <div className="needs-acts">
        {acts.map((act, place) => (
          <Button key={act} look={place === 0 ? 'plain' : 'quiet'} onPress={() => onAct(act, item)}>
            {t(`act.${act}`)}
          </Button>
        ))}
      </div>
    </GridListItem>
  );
}

function Due({ item: { at, dueAt } }: { readonly item: NeedsActionItem }) {
  const t = useText();
  const format = useFormat();
  const now = useNow();
  if (dueAt === undefined)
    return (
      <div className="needs-due soft" title={format.exact(at)}>
        {t('since', { at: format.instant(at) })}
      </div>
    );
  const seconds = Math.max(60, Math.abs(Date.parse(dueAt) - now) / 1000);
  const late = Date.parse(dueAt) < now;
  return (
    <div className={`needs-due ${late ? 'late' : ''}`} title={format.exact(dueAt)}>
      <div>{t('due', { at: format.instant(dueAt) })}</div>
      <div className="small">{t(late ? 'late' : 'left', { duration: format.duration(seconds - (seconds % 60)) })}</div>
    </div>
  );
}
