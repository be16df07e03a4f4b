import { useState } from 'react';
import { useStart } from '../../app/start.ts';
import { useAct } from '../../app/station-api.ts';
import { useStore } from '../../app/store.ts';
import { Button, ErrorBox, SimulatedMark } from '../../components/index.ts';
import { NumberField, within } from './FormFrame.tsx';
import { useText } from './texts.ts';

const mostAtOnce = 500;

/** The simulated parties: who they are, a burst, and their steady flow. */
export function DemoControls() {
  const t = useText();
  const { demo } = useStart();
  const language = useStore((state) => state.preferences.language);
  const burst = useAct('demo.burst');
  const pace = useAct('demo.pace');
  const [count, setCount] = useState(50);
  const [running, setRunning] = useState(true);
  const [said, setSaid] = useState<string>();
  if (demo === undefined) return null;
  const send = async () => {
    if ((await burst.act({ count })) !== undefined) setSaid(t('demo.burstDone', { count }));
  };
  const turn = async () => {
    if ((await pace.act({ running: !running })) !== undefined) setRunning(!running);
  };
  const error = burst.error ?? pace.error;
  return (
    <div className="settings-form">
      <p>{t('demo.intro')}</p>
      <p className="soft">{demo.note[language]}</p>
      <div className="settings-line">
        <NumberField label={t('demo.burstCount')} value={count} onChange={setCount} least={1} most={mostAtOnce} disabled={false} />
        <Button look="filled" isDisabled={!within(count, 1, mostAtOnce)} busy={burst.busy} onPress={() => void send()}>
          {t('demo.burstAct')}
        </Button>
        <span className="soft" role="status">
          {said}
        </span>
      </div>
      <div className="column">
        <h3>{t('demo.pace')}</h3>
        <div className="row">
          <Button busy={pace.busy} onPress={() => void turn()}>
            {t(running ? 'demo.pause' : 'demo.resume')}
          </Button>
          <span className="soft">{t(running ? 'demo.running' : 'demo.paused')}</span>
        </div>
      </div>
      {error === undefined ? null : <ErrorBox error={error} />}
      <div className="column">
        <h3>{t('demo.operator')}</h3>
        <p>
          {demo.operator} <SimulatedMark name={demo.operator} />
        </p>
        <h3>{t('demo.subscribers')}</h3>
        <ul>
          {demo.subscribers.map((name) => (
            <li key={name}>
              {name} <SimulatedMark name={name} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
