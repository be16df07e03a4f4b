import { useSimulated } from '../app/start.ts';
import { useText } from '../app/texts.ts';

/** «имитация»: stands beside every simulated party. Shows nothing for real ones. */
export function SimulatedMark({ name }: { readonly name: string | undefined }) {
  const t = useText();
  const simulated = useSimulated();
  return simulated(name) ? <SimulatedBadge word={t('simulated')} hint={t('simulated.hint')} /> : null;
}

/** For channels: in the demo office all of them lead to simulated parties. */
export function SimulatedBadge({ word, hint }: { readonly word: string; readonly hint: string }) {
  return (
    <span className="simulated" title={hint}>
      {word}
    </span>
  );
}
