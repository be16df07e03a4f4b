import { CircleAlert, CircleCheck, CircleOff, RefreshCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ChannelHealth, Health, SessionView } from '../../../preload/contract.ts';
import { SimulatedBadge } from '../../components/index.ts';
import { useFormat } from '../format.ts';
import { useStart } from '../start.ts';
import { useStation } from '../station-api.ts';
import { useStore } from '../store.ts';
import { useText } from '../texts.ts';
import { useFrameText } from './texts.ts';

/** The station's health; every item opens its screen. */
export function HealthBar() {
  const t = useFrameText();
  const { data: health, error } = useStation('health.read', {});
  const told = useStore((state) => state.live.session);
  if (health === undefined) return <footer className="health">{error === undefined ? null : <Item to="exchange" tone="bad" icon={<CircleAlert size={12} aria-hidden />}>{t('health.unknown')}</Item>}</footer>;
  const session = told?.endedAt === undefined && told !== undefined ? told : health.session;
  return (
    <footer className="health" aria-label={t('health')}>
      {health.channels.map((channel) => (
        <Channel key={channel.id} channel={channel} />
      ))}
      <Session session={session} last={health.lastSession ?? (told?.endedAt === undefined ? undefined : told)} />
      <Item to="exchange" tone="off">
        {t('health.outbox')} <b>{health.owed}</b>
      </Item>
      <Item to="exchange" tone={health.held > 0 ? 'bad' : 'off'} icon={health.held > 0 ? <CircleAlert size={12} aria-hidden /> : null}>
        {t('health.held')} <b>{health.held}</b>
      </Item>
      <ArchiveItems health={health} />
    </footer>
  );
}

function Channel({ channel }: { readonly channel: ChannelHealth }) {
  const t = useFrameText();
  const words = useText();
  const format = useFormat();
  const { demo } = useStart();
  const tone = channel.state === 'broken' ? 'bad' : channel.state === 'off' ? 'off' : 'good';
  const busy = channel.state === 'collecting' || channel.state === 'sending';
  const icon = channel.state === 'broken' ? <CircleAlert size={12} aria-hidden /> : channel.state === 'off' ? <CircleOff size={12} aria-hidden /> : busy ? <RefreshCw size={12} aria-hidden /> : <CircleCheck size={12} aria-hidden />;
  const contact = channel.lastContactAt === undefined ? '' : ` · ${t('health.contact', { time: format.instant(channel.lastContactAt) })}`;
  return (
    <Item to="exchange" tone={tone} icon={icon} title={`${words(`channel.${channel.kind}`)}: ${t(`channel.${channel.state}`)}${contact}${channel.lastError === undefined ? '' : ` · ${channel.lastError}`}`}>
      {channel.name}
      {channel.state === 'idle' ? null : <span>: {t(`channel.${channel.state}`)}</span>}
      {demo === undefined ? null : <SimulatedBadge word={words('simulated')} hint={words('simulated.hint')} />}
    </Item>
  );
}

function Session({ session, last }: { readonly session: SessionView | undefined; readonly last: SessionView | undefined }) {
  const t = useFrameText();
  const format = useFormat();
  if (session !== undefined && session.endedAt === undefined)
    return (
      <Item to="exchange" tone="info" icon={<RefreshCw size={12} aria-hidden />}>
        {t(`session.${session.step}`)} · {t('session.counts', { collected: session.collected, dispatched: session.dispatched })}
      </Item>
    );
  if (last === undefined) return <Item to="exchange" tone="off">{t('session.never')}</Item>;
  return (
    <Item to="exchange" tone={last.failed > 0 ? 'wait' : 'off'}>
      {t('session.last', { time: format.time(last.endedAt ?? last.startedAt) })} · {t('session.counts', { collected: last.collected, dispatched: last.dispatched })}
    </Item>
  );
}

function ArchiveItems({ health: { archive } }: { readonly health: Health }) {
  const t = useFrameText();
  const format = useFormat();
  if (archive.broken !== undefined)
    return (
      <Item to="archive" tone="bad" icon={<TriangleAlert size={12} aria-hidden />} title={archive.broken} end>
        {t('archive.broken')}
      </Item>
    );
  const damaged = archive.lastFixityDamaged ?? 0;
  return (
    <>
      <Item to="archive" tone="off" end>
        {archive.lastSealAt === undefined ? t('archive.unsealed') : t('archive.sealed', { time: format.instant(archive.lastSealAt) })}
      </Item>
      <Item to="archive" tone={damaged > 0 ? 'bad' : 'off'} icon={damaged > 0 ? <CircleAlert size={12} aria-hidden /> : <CircleCheck size={12} aria-hidden />}>
        {damaged > 0 ? t('archive.damaged', { count: damaged }) : t('archive.entries', { count: archive.entries, number: format.number(archive.entries) })}
      </Item>
    </>
  );
}

function Item({ to, tone, icon, title, end = false, children }: { readonly to: string; readonly tone: string; readonly icon?: ReactNode; readonly title?: string; readonly end?: boolean; readonly children: ReactNode }) {
  return (
    <a href={`#/${to}`} className={`health-item ${tone}${end ? ' push' : ''}`} {...(title === undefined ? {} : { title })}>
      {icon}
      <span className="cut">{children}</span>
    </a>
  );
}
