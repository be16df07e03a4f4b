import { CircleCheck, CircleX, OctagonX, X, type LucideIcon } from 'lucide-react';
import type { JobProgress } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { jobDismissed } from '../../app/live.ts';
import { useAct } from '../../app/station-api.ts';
import { useSend, useStore } from '../../app/store.ts';
import { ErrorBox, IconButton, ProgressBar, StateMark, type Tone } from '../../components/index.ts';
import { useText } from './texts.ts';

/** The newest job of a kind: running with its bar and stop, or ended with what it came to. */
export function JobLine({ what }: { readonly what: JobProgress['what'] }) {
  const t = useText();
  const job = useStore((state) => newest(Object.values(state.live.jobs), what));
  const stop = useAct('jobs.stop');
  if (job === undefined) return null;
  if (job.state === 'running')
    return (
      <>
        <ProgressBar label={t(`status.job.${what}`)} done={job.done} total={job.total} note={job.note} startedAt={Date.parse(job.startedAt)} onStop={() => void stop.act({ job: job.job })} />
        {stop.error === undefined ? null : <ErrorBox error={stop.error} />}
      </>
    );
  return <Ended job={job} />;
}

const looks: Readonly<Record<'done' | 'failed' | 'stopped', readonly [Tone, LucideIcon]>> = { done: ['good', CircleCheck], failed: ['bad', CircleX], stopped: ['wait', OctagonX] };

function Ended({ job }: { readonly job: JobProgress }) {
  const t = useText();
  const send = useSend();
  const format = useFormat();
  const state = job.state as keyof typeof looks;
  const outcome = Object.entries(job.outcome ?? {}).map(([name, value]) => t('status.job.outcome', { name: t.or(`status.job.fact.${name}`, name), value: typeof value === 'number' ? (name === 'bytes' ? format.bytes(value) : format.number(value)) : value }));
  return (
    <div className="job-ended" role="status">
      <div className="row">
        <StateMark tone={looks[state][0]} icon={looks[state][1]}>
          {t(`status.job.state.${state}`)}
        </StateMark>
        <span className="soft cut">{outcome.join(' · ')}</span>
        <IconButton label={t('status.job.dismiss')} onPress={() => send(jobDismissed(job.job))}>
          <X size={14} aria-hidden />
        </IconButton>
      </div>
      {job.error === undefined ? null : <ErrorBox error={job.error} />}
    </div>
  );
}

function newest(jobs: readonly JobProgress[], what: JobProgress['what']): JobProgress | undefined {
  return jobs.filter((job) => job.what === what).sort((one, other) => other.startedAt.localeCompare(one.startedAt))[0];
}
