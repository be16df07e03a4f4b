import { Ban, Check, CheckCheck, CircleAlert, CircleCheck, CircleDashed, CircleHelp, CircleX, Clock, FileQuestion, Hourglass, Inbox, MessageCircleQuestion, PackageX, Send, ShieldAlert, ShieldCheck, ShieldX } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { ChannelKind, DispatchState, Indication, Instant, Outcome, ReplyState, SubmissionState } from '../../preload/contract.ts';
import { useFormat } from '../app/format.ts';
import { useText } from '../app/texts.ts';
import { StateMark, type Tone } from './StateMark.tsx';

/** The marks of the field: every screen shows a state by the same icon, word and colour. */

const submission: Record<SubmissionState, readonly [Tone, LucideIcon]> = {
  registered: ['info', Inbox],
  deciding: ['wait', CircleHelp],
  accepted: ['good', CircleCheck],
  refused: ['bad', CircleX],
  entered: ['good', CheckCheck],
  clarification: ['wait', MessageCircleQuestion],
  quarantined: ['bad', PackageX],
};

export function SubmissionMark({ state, filled = false }: { readonly state: SubmissionState; readonly filled?: boolean }) {
  const t = useText();
  const [tone, icon] = submission[state];
  return (
    <StateMark tone={tone} icon={icon} filled={filled} title={t(`state.${state}.hint`)}>
      {t(`state.${state}`)}
    </StateMark>
  );
}

const indications: Record<Indication, readonly [Tone, LucideIcon]> = {
  TOTAL_PASSED: ['good', ShieldCheck],
  TOTAL_FAILED: ['bad', ShieldX],
  INDETERMINATE: ['wait', ShieldAlert],
};

export function IndicationMark({ indication, filled = false, short = false }: { readonly indication: Indication | undefined; readonly filled?: boolean; readonly short?: boolean }) {
  const t = useText();
  const [tone, icon] = indication === undefined ? (['off', FileQuestion] as const) : indications[indication];
  return (
    <StateMark tone={tone} icon={icon} filled={filled}>
      {t(`${short ? 'indication.short' : 'indication'}.${indication ?? 'none'}`)}
    </StateMark>
  );
}

const outcomes: Record<Outcome, readonly [Tone, LucideIcon]> = {
  passed: ['good', Check],
  failed: ['bad', CircleX],
  indeterminate: ['wait', CircleAlert],
  'not-applicable': ['off', CircleDashed],
};

export function OutcomeMark({ outcome }: { readonly outcome: Outcome }) {
  const t = useText();
  const [tone, icon] = outcomes[outcome];
  return (
    <StateMark tone={tone} icon={icon}>
      {t(`outcome.${outcome}`)}
    </StateMark>
  );
}

const dispatches: Record<DispatchState, readonly [Tone, LucideIcon]> = {
  owed: ['info', Hourglass],
  sent: ['good', Send],
  held: ['bad', CircleAlert],
  'given-up': ['off', Ban],
};

export function DispatchMark({ state }: { readonly state: DispatchState }) {
  const t = useText();
  const [tone, icon] = dispatches[state];
  return (
    <StateMark tone={tone} icon={icon}>
      {t(`dispatch.${state}`)}
    </StateMark>
  );
}

const replies: Record<ReplyState, readonly [Tone, LucideIcon]> = {
  signed: ['info', Hourglass],
  sent: ['info', Send],
  confirmed: ['good', CheckCheck],
  held: ['bad', CircleAlert],
  'given-up': ['off', Ban],
};

export function ReplyMark({ state }: { readonly state: ReplyState }) {
  const t = useText();
  const [tone, icon] = replies[state];
  return (
    <StateMark tone={tone} icon={icon}>
      {t(`reply.${state}`)}
    </StateMark>
  );
}

export function useChannelKind(): (kind: ChannelKind) => string {
  const t = useText();
  return (kind) => t(`channel.${kind}`);
}

/** A deadline with its countdown: calm, then amber on the last day, then red with a word. */
export function DueMark({ dueAt, what, now = Date.now() }: { readonly dueAt: Instant | undefined; readonly what?: string | undefined; readonly now?: number }) {
  const t = useText();
  const format = useFormat();
  if (dueAt === undefined) return null;
  const seconds = (Date.parse(dueAt) - now) / 1000;
  const tone: Tone = seconds < 0 ? 'bad' : seconds < 86_400 ? 'wait' : 'off';
  const word = seconds < 0 ? t('due.over', { time: format.about(-seconds) }) : t('due.in', { time: format.about(seconds) });
  return (
    <StateMark tone={tone} icon={seconds < 0 ? CircleAlert : Clock} title={[what, format.exact(dueAt)].filter(Boolean).join(' · ')}>
      {word}
    </StateMark>
  );
}

/** 22.11.2026 10:42, with seconds and zone on hover. */
export function When({ at }: { readonly at: Instant | undefined }) {
  const format = useFormat();
  return at === undefined ? null : <time dateTime={at} title={format.exact(at)}>{format.instant(at)}</time>;
}
