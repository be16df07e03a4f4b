import { CircleAlert, Route } from 'lucide-react';
import type { ReplyRoute } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { useStation, type Asked } from '../../app/station-api.ts';
import { useNow } from '../needs-action/use-now.ts';
import { ErrorBox, KeyValue, Loading } from '../../components/index.ts';
import { useText } from './texts.ts';

/** Where the reply would go and for whose eyes, before a word is written in vain. */
export function ReplyRoutePanel({ asked, chosen, wanted }: { readonly asked: Asked<ReplyRoute>; readonly chosen: boolean; readonly wanted: boolean }) {
  const t = useText();
  return (
    <aside className={`route${wanted ? ' wanted' : ''}`} aria-label={t('route.title')} data-pane>
      <h2 className="row">
        <Route size={16} aria-hidden />
        {t('route.title')}
      </h2>
      {chosen ? null : <p className="soft">{t('route.none')}</p>}
      {asked.error === undefined ? null : <ErrorBox error={asked.error} onAgain={asked.again} />}
      {chosen && asked.loading ? <Loading lines={3} /> : null}
      {chosen && asked.data !== undefined ? <RouteFacts route={asked.data} /> : null}
    </aside>
  );
}

export function RouteFacts({ route }: { readonly route: ReplyRoute }) {
  const t = useText();
  const channel = useChannelName()(route.channel);
  return (
    <>
      {route.problem === undefined ? null : (
        <p className="route-problem" role="alert">
          <CircleAlert size={16} aria-hidden />
          <span>{t(`route.problem.${route.problem}`)}</span>
        </p>
      )}
      <KeyValue
        pairs={[
          [t('route.channel'), channel],
          [t('route.address'), route.address],
          [t('route.certificate'), route.certificate?.commonName],
          [t('route.owner'), route.certificate?.organization],
          [' ', route.certificate === undefined ? undefined : <Validity to={route.certificate.notAfter} />],
        ]}
      />
    </>
  );
}

function Validity({ to }: { readonly to: string }) {
  const t = useText();
  const format = useFormat();
  const days = Math.floor((Date.parse(to) - useNow(60_000)) / 86_400_000);
  const left = days < 0 ? '' : ` · ${t('route.daysLeft', { count: days })}`;
  return <span className={days < 0 ? 'tone-bad' : days < 30 ? 'tone-wait' : ''}>{t('route.validTo', { at: format.dayOf(to) }) + left}</span>;
}

/** A channel by the name that the settings give it. */
export function useChannelName(): (id: string | undefined) => string | undefined {
  const { data } = useStation('health.read', {});
  return (id) => data?.channels.find((channel) => channel.id === id)?.name ?? id;
}
