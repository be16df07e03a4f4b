import { Play, Square } from 'lucide-react';
import { useState } from 'react';
import { setParams, useRoute } from '../../app/router.ts';
import { useMay } from '../../app/start.ts';
import { useAct, useStation } from '../../app/station-api.ts';
import { useStore } from '../../app/store.ts';
import { Button, ErrorBox, Tabs, Toolbar } from '../../components/index.ts';
import { Said } from '../../components/Said.tsx';
import { Channels } from './Channels.tsx';
import { HeldWork } from './HeldWork.tsx';
import { Outbox } from './Outbox.tsx';
import { SessionPanel } from './SessionPanel.tsx';
import { Sessions } from './Sessions.tsx';
import { useText } from './texts.ts';
import './exchange.css';

/** What comes and goes: channels, the running session, the outbox, what is held, what was. */
export function Exchange() {
  const t = useText();
  const { params } = useRoute();
  const overview = useStation('exchange.overview', {});
  const settings = useStation('settings.read', {});
  const held = useStation('needsAction.list', { limit: 200 });
  const [said, setSaid] = useState<string>();
  const told = useStore((state) => state.live.session);
  const session = told ?? overview.data?.health.session;
  const running = session !== undefined && session.step !== 'ended';
  const last = running ? undefined : (told ?? overview.data?.health.lastSession);
  const mode = settings.data?.exchange.mode;
  return (
    <div className="work">
      <Toolbar title={t('title')} acts={<SessionActs running={running} onSaid={setSaid} />}>
        {mode === undefined ? null : <span className="soft cut">{t(`mode.${mode}`)}</span>}
      </Toolbar>
      <Said text={said} onRead={() => setSaid(undefined)} />
      {overview.error === undefined ? null : <ErrorBox error={overview.error} onAgain={overview.again} />}
      <SessionPanel running={running ? session : undefined} last={last} />
      <Tabs
        label={t('title')}
        selected={params['tab'] ?? 'channels'}
        onSelect={(tab) => setParams({ tab: tab === 'channels' ? undefined : tab })}
        tabs={[
          { id: 'channels', title: t('tab.channels'), content: () => <Channels overview={overview} /> },
          { id: 'outbox', title: t('tab.outbox'), count: overview.data?.health.owed ?? 0, content: () => <Outbox onSaid={setSaid} /> },
          { id: 'held', title: t('tab.held'), count: held.data?.unfinished.filter((one) => one.held).length ?? 0, content: () => <HeldWork asked={held} onSaid={setSaid} /> },
          { id: 'sessions', title: t('tab.sessions'), content: () => <Sessions /> },
        ]}
      />
    </div>
  );
}

function SessionActs({ running, onSaid }: { readonly running: boolean; readonly onSaid: (text: string) => void }) {
  const t = useText();
  const may = useMay();
  const run = useAct('exchange.run');
  const stop = useAct('exchange.stop');
  if (!may('exchange.run')) return null;
  const start = async () => {
    if ((await run.act({})) !== undefined) onSaid(t('started'));
  };
  const end = async () => {
    if ((await stop.act({})) !== undefined) onSaid(t('stopping'));
  };
  const error = run.error ?? stop.error;
  return (
    <>
      {error === undefined ? null : <ErrorBox error={error} />}
      {running ? (
        <Button icon={<Square size={14} aria-hidden />} busy={stop.busy} onPress={() => void end()}>
          {t('stop')}
        </Button>
      ) : (
        <Button look="filled" icon={<Play size={14} aria-hidden />} busy={run.busy} onPress={() => void start()}>
          {t('run')}
        </Button>
      )}
    </>
  );
}
