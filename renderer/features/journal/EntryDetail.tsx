import { Copy, ExternalLink } from 'lucide-react';
import type { JournalEntry } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { addressOf, go } from '../../app/router.ts';
import { Button, Copyable, copyText, KeyValue } from '../../components/index.ts';
import { factRows, submissionOf } from './facts.ts';
import { useWording } from './use-wording.ts';
import { sentenceOf } from './sentence.ts';
import { useText } from './texts.ts';

/** One entry with everything it holds. */
export function EntryDetail({ entry, who }: { readonly entry: JournalEntry; readonly who: string }) {
  const t = useText();
  const format = useFormat();
  const wording = useWording();
  const submission = submissionOf(entry);
  return (
    <section className="entry" aria-label={t('detail.title', { seq: format.number(entry.seq) })}>
      <h2>{t('detail.title', { seq: format.number(entry.seq) })}</h2>
      <p className="entry-sentence">{sentenceOf(entry, wording)}</p>
      <div className="row wrap">
        {submission === undefined ? null : (
          <Button icon={<ExternalLink size={14} aria-hidden />} onPress={() => go(addressOf('submissions', [submission]))}>
            {t('detail.open')}
          </Button>
        )}
        <Button look="quiet" icon={<Copy size={14} aria-hidden />} onPress={() => copyText(JSON.stringify(entry, null, 2))}>
          {t('detail.copy')}
        </Button>
      </div>
      <KeyValue
        pairs={[
          [t('detail.kind'), t.or(`kind.${entry.kind}`, entry.kind)],
          [t('detail.at'), format.exact(entry.at)],
          [t('detail.who'), who],
          [t('detail.digest'), <Copyable key="digest" value={entry.digest} mono short label={t('detail.digest')} />],
        ]}
      />
      <h3>{t('detail.facts')}</h3>
      <dl className="facts">
        {factRows(entry).map(({ path, value, digest }) => (
          <div key={path}>
            <dt className="mono">{path}</dt>
            <dd>{digest ? <Copyable value={value} short mono label={path} /> : value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
