import { Pause, Play, Square } from 'lucide-react';
import { Label, ProgressBar as AriaProgress } from 'react-aria-components';
import { useFormat } from '../app/format.ts';
import { useText } from '../app/texts.ts';
import { Button } from './Button.tsx';

export type ProgressBarProps = {
  /** What it does. */
  readonly label: string;
  readonly done: number;
  /** 0: not yet known. */
  readonly total: number;
  readonly note?: string;
  /** For the "how long yet": milliseconds since 1970. */
  readonly startedAt?: number;
  readonly paused?: boolean;
  readonly onPause?: (() => void) | undefined;
  readonly onStop?: (() => void) | undefined;
};

/** Long work: what, how far, how long yet, pause and stop. */
export function ProgressBar(props: ProgressBarProps) {
  const t = useText();
  const format = useFormat();
  const share = props.total === 0 ? 0 : props.done / props.total;
  const left = remaining(props);
  return (
    <div className="progress">
      <AriaProgress className="fill" value={share * 100} isIndeterminate={props.total === 0}>
        <div className="row">
          <Label className="cut">{props.label}</Label>
          <span className="soft push">
            {props.total === 0 ? format.number(props.done) : t('progress.of', { done: format.number(props.done), total: format.number(props.total) })}
            {left === undefined ? '' : ` · ${t('progress.left', { time: format.duration(left) })}`}
          </span>
        </div>
        <div className="track">
          <div className={props.total === 0 ? 'bar unknown' : 'bar'} style={props.total === 0 ? {} : { width: `${share * 100}%` }} />
        </div>
        {props.note === undefined ? null : <div className="small soft cut">{props.note}</div>}
      </AriaProgress>
      {props.onPause === undefined ? null : (
        <Button icon={props.paused === true ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />} onPress={props.onPause}>
          {t(props.paused === true ? 'act.resume' : 'act.pause')}
        </Button>
      )}
      {props.onStop === undefined ? null : (
        <Button icon={<Square size={14} aria-hidden />} onPress={props.onStop}>
          {t('act.stop')}
        </Button>
      )}
    </div>
  );
}

function remaining({ done, total, startedAt, paused }: ProgressBarProps): number | undefined {
  if (startedAt === undefined || paused === true || done === 0 || total === 0 || done >= total) return undefined;
  const spent = (Date.now() - startedAt) / 1000;
  return spent < 2 ? undefined : (spent / done) * (total - done);
}
