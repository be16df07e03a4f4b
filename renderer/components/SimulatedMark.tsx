import { FlaskConical } from 'lucide-react';
import { useSimulated } from '../app/start.ts';
import { useText } from '../app/texts.ts';

/** «имитация»: stands beside every simulated party; in a narrow column its sign alone. Shows nothing for real ones. */
export function SimulatedMark({ name, small = false }: { readonly name: string | undefined; readonly small?: boolean }) {
  const t = useText();
  const simulated = useSimulated();
  if (!simulated(name)) return null;
  return small ? <SimulatedSign word={t('simulated')} hint={t('simulated.hint')} /> : <SimulatedBadge word={t('simulated')} hint={t('simulated.hint')} />;
}

function SimulatedSign({ word, hint }: { readonly word: string; readonly hint: string }) {
  return (
    <span className="simulated sign" role="img" aria-label={word} title={`${word}: ${hint}`}>
      <FlaskConical size={12} aria-hidden />
    </span>
  );
}

/** For channels: in the demo office all of them lead to simulated parties. */
export function SimulatedBadge({ word, hint }: { readonly word: string; readonly hint: string }) {
  return (
    <span className="simulated" title={hint}>
      {word}
    </span>
  );
}
