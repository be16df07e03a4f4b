import { ShieldAlert, ShieldCheck, ShieldX, type LucideIcon } from 'lucide-react';
import type { Check, Indication, SignatureVerdict } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { KeyValue, OutcomeMark, StateMark, type Tone } from '../../components/index.ts';
import { useText } from './texts.ts';

const looks: Readonly<Record<Indication, readonly [Tone, LucideIcon]>> = { TOTAL_PASSED: ['good', ShieldCheck], TOTAL_FAILED: ['bad', ShieldX], INDETERMINATE: ['wait', ShieldAlert] };

/** A verdict in plain words, then what it rests on. */
export function VerdictOfCheck({ verdict }: { readonly verdict: SignatureVerdict }) {
  const t = useText();
  const format = useFormat();
  const [tone, icon] = looks[verdict.indication];
  return (
    <article className="check-verdict">
      <StateMark tone={tone} icon={icon} filled>
        {t(`check.verdict.${verdict.indication}`)}
      </StateMark>
      <p>{t(`check.meaning.${verdict.indication}`)}</p>
      <KeyValue
        pairs={[
          [t('check.signer'), verdict.signer === undefined ? undefined : [verdict.signer.commonName, verdict.signer.organization].filter(Boolean).join(', ')],
          [t('check.when'), [t('check.validatedFor', { at: format.instant(verdict.validatedFor) }), verdict.claimedSigningTime === undefined ? '' : t('check.claimed', { at: format.instant(verdict.claimedSigningTime) })].filter(Boolean).join('; ')],
        ]}
      />
      <h3>{t('check.checks')}</h3>
      <ul className="check-list">
        {verdict.checks.map((check, place) => (
          <CheckLine key={`${check.key} ${place}`} check={check} />
        ))}
      </ul>
    </article>
  );
}

function CheckLine({ check }: { readonly check: Check }) {
  return (
    <li>
      <OutcomeMark outcome={check.outcome} />
      <span>
        {check.key}
        {Object.entries(check.facts).map(([name, value]) => ` · ${name}: ${value}`)}
      </span>
      <span className="soft small">{check.clause}</span>
    </li>
  );
}
