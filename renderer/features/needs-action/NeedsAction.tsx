import { CircleCheckBig } from 'lucide-react';
import { useState } from 'react';
import { GridList } from 'react-aria-components';
import type { DeliveryId, DispatchId, NeedsActionItem } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { addressOf, go } from '../../app/router.ts';
import { useStation, useAct } from '../../app/station-api.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState, Loading } from '../../components/EmptyState.tsx';
import { ErrorBox } from '../../components/ErrorBox.tsx';
import { ReasonDialog } from '../../components/ReasonDialog.tsx';
import { Said } from '../../components/Said.tsx';
import { Toolbar } from '../../components/Toolbar.tsx';
import { grouped, type NextAct } from './needs-action.ts';
import { NeedsGroup } from './NeedsGroup.tsx';
import { useText } from './texts.ts';
import './needs-action.css';

const most = 200;
type Asking = { readonly act: 'set-aside' | 'give-up'; readonly item: NeedsActionItem };

/** Everything that waits for a person, in one list, with the next act beside it. */
export function NeedsAction() {
  const t = useText();
  const format = useFormat();
  const { data, error, loading, again } = useStation('needsAction.list', { limit: most });
  const [asking, setAsking] = useState<Asking>();
  const [said, setSaid] = useState<string>();
  const retry = useRetry(setSaid);
  const act = (what: NextAct, item: NeedsActionItem) => {
    if (what === 'open') open(item);
    else if (what === 'retry') void retry.act(item);
    else setAsking({ act: what, item });
  };
  const shown = data?.items.length ?? 0;
  return (
    <div className="work needs">
      <Toolbar title={t('title')} {...(data === undefined || data.total === 0 ? {} : { count: t('total', { count: data.total }) })} />
      <Said text={said} onRead={() => setSaid(undefined)} />
      <div className="fill scroll" data-pane>
        {error === undefined ? null : <ErrorBox error={error} onAgain={again} />}
        {retry.error === undefined ? null : <ErrorBox error={retry.error} />}
        {loading ? <Loading lines={8} /> : null}
        {data !== undefined && shown === 0 ? <AllDone /> : null}
        {shown === 0 ? null : (
          <GridList className="needs-list" aria-label={t('list')} selectionMode="none" keyboardNavigationBehavior="arrow">
            {grouped(data!.items).map((group) => (
              <NeedsGroup key={group.what} group={group} onAct={act} />
            ))}
          </GridList>
        )}
        {data !== undefined && data.total > shown ? <p className="soft needs-foot">{t('shown', { shown: format.number(shown), total: format.number(data.total) })}</p> : null}
        {data !== undefined && working(data) > 0 ? <p className="soft needs-foot">{t('working', { count: working(data) })}</p> : null}
      </div>
      {asking === undefined ? null : <AskReason {...asking} onClose={() => setAsking(undefined)} onDone={setSaid} />}
    </div>
  );
}

function working({ unfinished }: { readonly unfinished: readonly { readonly held: boolean }[] }): number {
  return unfinished.filter(({ held }) => !held).length;
}

function open(item: NeedsActionItem): void {
  if (item.submission !== undefined) go(addressOf('submissions', [item.submission]));
}

function useRetry(say: (text: string) => void) {
  const t = useText();
  const delivery = useAct('deliveries.retry');
  const dispatch = useAct('exchange.retryDispatch');
  const act = async (item: NeedsActionItem) => {
    const done = item.what === 'held-dispatch' ? await dispatch.act({ id: item.dispatch as DispatchId }) : await delivery.act({ id: item.delivery as DeliveryId });
    if (done !== undefined) say(t('retried', { title: item.title }));
  };
  return { act, error: delivery.error ?? dispatch.error };
}

function AskReason({ act, item, onClose, onDone }: Asking & { readonly onClose: () => void; readonly onDone: (said: string) => void }) {
  const t = useText();
  const setAside = useAct('deliveries.setAside');
  const giveUp = useAct('exchange.giveUpDispatch');
  const aside = act === 'set-aside';
  const take = async (reason: string) => {
    const done = aside ? await setAside.act({ id: item.delivery!, reason }) : await giveUp.act({ id: item.dispatch as DispatchId, reason });
    if (done === undefined) return;
    onDone(t(aside ? 'setAsideDone' : 'givenUp', { title: item.title }));
    onClose();
  };
  const key = aside ? 'setAside' : 'giveUp';
  return (
    <ReasonDialog
      title={t(`${key}.title`)}
      what={t(`${key}.what`, { title: item.title })}
      act={t(`${key}.confirm`)}
      reason={t(`${key}.reason`)}
      help={t(`${key}.reasonHelp`)}
      missing={t('reasonMissing')}
      onAct={take}
      onClose={onClose}
      busy={setAside.busy || giveUp.busy}
      error={setAside.error ?? giveUp.error}
    />
  );
}

function AllDone() {
  const t = useText();
  return (
    <EmptyState icon={CircleCheckBig} title={t('empty.title')} act={<Button onPress={() => go('/submissions')}>{t('empty.open')}</Button>}>
      {t('empty.text')}
    </EmptyState>
  );
}
